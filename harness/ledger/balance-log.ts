import { assert } from '../assert.ts';
import type { Table } from '../environment.ts';
import { lineBalances, lineBalancesWords } from './account-lines.ts';
import { Pages } from './pages.ts';
import { balancesWords, copyWords } from './record-words.ts';

/** Words of an entry as it is given away: all of both accounts' balances. */
const entryWords = 2 * balancesWords;
/** The same in bytes. */
export const entrySize = entryWords * 4;
/** Words of low halves in an entry, and as many of high ones. */
const halves = 2 * lineBalancesWords;
/** Words of what is kept of high halves: the entry, then eight words of each account. */
const entryAt = 0;
const highsAt = 8;

/** So many entries are given away or taken in at once, and here they lie meanwhile. */
const entriesAtOnce = 256;
const whole = new Int32Array(entriesAtOnce * entryWords);
const wholeBytes = new Uint8Array(whole.buffer);

const noHighs = new Int32Array(lineBalancesWords);

/**
 * The four balances of the debited account and of the credited one after each transfer. Their low
 * halves lie under the transfer's index; high halves are kept of those entries only in which some
 * are not zero, which hardly any are.
 */
export class BalanceLog {
  private readonly lows = new Pages(4);
  /** In the entries' order. */
  private readonly highs = new Pages(5);

  get count(): number {
    return this.lows.count;
  }

  /** Appends the balances that lie in both accounts' lines, and returns the entry. */
  push(debits: Int32Array, debitAt: number, credits: Int32Array, creditAt: number): number {
    const entry = this.lows.push();
    const to = this.lows.page(entry);
    const at = this.lows.at(entry);
    copyWords(debits, debitAt + lineBalances, to, at, lineBalancesWords);
    copyWords(credits, creditAt + lineBalances, to, at + lineBalancesWords, lineBalancesWords);
    return entry;
  }

  /** Adds to the last entry what `push` left out of each account's 16 words of balances. */
  pushHighs(
    entry: number,
    debits: Int32Array,
    debitsAt: number,
    credits: Int32Array,
    creditsAt: number,
  ): void {
    const index = this.highs.push();
    const page = this.highs.page(index);
    const at = this.highs.at(index);
    page[at + entryAt] = entry;
    for (let half = 0; half < lineBalancesWords; half++) {
      const from = (half >>> 1) * 4 + 2 + (half & 1);
      page[at + highsAt + half] = debits[debitsAt + from] as number;
      page[at + highsAt + lineBalancesWords + half] = credits[creditsAt + from] as number;
    }
  }

  truncate(count: number): void {
    this.lows.truncate(count);
    let highs = this.highs.count;
    while (highs > 0 && this.entryOf(highs - 1) >= count) highs--;
    this.highs.truncate(highs);
  }

  /** Writes the 16 words of one account's balances in `entry`; of the debited one if `isDebit`. */
  read(entry: number, isDebit: boolean, out: Int32Array, outAt: number): void {
    const half = isDebit ? 0 : lineBalancesWords;
    const lows = this.lows.page(entry);
    const lowsAt = this.lows.at(entry) + half;
    const high = this.highs.count === 0 ? -1 : this.highOf(entry);
    const highs = high < 0 ? noHighs : this.highs.page(high);
    const highsFrom = high < 0 ? 0 : this.highs.at(high) + highsAt + half;
    for (let word = 0; word < lineBalancesWords; word += 2) {
      const to = outAt + word * 2;
      out[to] = lows[lowsAt + word] as number;
      out[to + 1] = lows[lowsAt + word + 1] as number;
      out[to + 2] = highs[highsFrom + word] as number;
      out[to + 3] = highs[highsFrom + word + 1] as number;
    }
  }

  /** Copies `count` entries as others see them: 128 bytes each, however they are kept. */
  copy(first: number, count: number, target: Uint8Array, at: number): void {
    for (let done = 0; done < count; ) {
      const some = Math.min(count - done, entriesAtOnce);
      for (let i = 0; i < some; i++) {
        const to = i * entryWords;
        this.read(first + done + i, true, whole, to);
        this.read(first + done + i, false, whole, to + balancesWords);
      }
      target.set(wholeBytes.subarray(0, some * entrySize), at + done * entrySize);
      done += some;
    }
  }

  /** Appends all entries of a table that was copied from another log. */
  load(from: Table): void {
    assert(from.recordSize === entrySize, 'a log is restored from a log');
    for (let done = 0; done < from.count; ) {
      const some = Math.min(from.count - done, entriesAtOnce);
      from.copy(done, some, wholeBytes, 0);
      for (let i = 0; i < some; i++) this.pushWhole(whole, i * entryWords);
      done += some;
    }
  }

  private pushWhole(words: Int32Array, at: number): void {
    const entry = this.lows.push();
    const lows = this.lows.page(entry);
    const lowsAt = this.lows.at(entry);
    let high = 0;
    for (let half = 0; half < halves; half += 2) {
      const from = at + half * 2;
      lows[lowsAt + half] = words[from] as number;
      lows[lowsAt + half + 1] = words[from + 1] as number;
      high |= (words[from + 2] as number) | (words[from + 3] as number);
    }
    if (high !== 0) this.pushHighs(entry, words, at, words, at + balancesWords);
  }

  private entryOf(high: number): number {
    return this.highs.page(high)[this.highs.at(high) + entryAt] as number;
  }

  /** The index of what is kept of the entry's high halves, or -1. */
  private highOf(entry: number): number {
    let from = 0;
    let until = this.highs.count;
    while (from < until) {
      const middle = (from + until) >>> 1;
      if (this.entryOf(middle) < entry) from = middle + 1;
      else until = middle;
    }
    return from < this.highs.count && this.entryOf(from) === entry ? from : -1;
  }
}
