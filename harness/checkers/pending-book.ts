import { takeFrom } from './amounts.ts';
import { DuePendings } from './due-pendings.ts';
import { IdTable } from './id-table.ts';
import { WordRows } from './word-rows.ts';

/** Words of a pending transfer. */
export const pendingWord = {
  debit: 0,
  credit: 1,
  amount: 2,
  state: 6,
  dueLow: 7,
  dueHigh: 8,
  told: 9,
} as const;
const pendingWords = 10;

/** `uncertain`: nobody knows whether it was created, or whether it was posted or voided since. */
export const held = { released: 0, held: 1, uncertain: 2 } as const;

const nanosecondsPerSecond = 1_000_000_000n;

/** In nanoseconds since 1970, as `timestamp` is. @param timeout in seconds */
export function dueAt(timestamp: bigint, timeout: number): bigint {
  return timestamp + BigInt(timeout) * nanosecondsPerSecond;
}

/** The pending transfers that were created or may have been, and when each falls due. */
export class PendingBook {
  readonly ids = new IdTable();
  readonly rows = new WordRows(pendingWords);
  readonly #due = new DuePendings((a, b) => this.#isDueBefore(a, b));

  stateOf(pending: number): number {
    return this.rows.page(pending)[this.rows.at(pending) + pendingWord.state] as number;
  }

  setState(pending: number, state: number): void {
    this.rows.page(pending)[this.rows.at(pending) + pendingWord.state] = state;
  }

  /** The number of what stands at `offset`, which is released where it was not known. */
  add(record: DataView, offset: number): number {
    const pending = this.ids.add(record, offset);
    if (pending === this.rows.count) this.rows.push();
    return pending;
  }

  /** @param timeout in seconds, above 0 */
  setDue(pending: number, timestamp: bigint, timeout: number): void {
    const due = dueAt(timestamp, timeout);
    const page = this.rows.page(pending);
    const at = this.rows.at(pending);
    page[at + pendingWord.dueLow] = Number(due & 0xffff_ffffn) | 0;
    page[at + pendingWord.dueHigh] = Number(due >> 32n) | 0;
    this.#due.add(pending);
  }

  /** In nanoseconds since 1970; 0 where it has no time-out, or nobody knows when it was created. */
  dueOf(pending: number): bigint {
    const page = this.rows.page(pending);
    const at = this.rows.at(pending);
    const high = BigInt((page[at + pendingWord.dueHigh] as number) >>> 0);
    return (high << 32n) | BigInt((page[at + pendingWord.dueLow] as number) >>> 0);
  }

  /** Whether its creation was acknowledged, so that its time-out is known. */
  isTold(pending: number): boolean {
    return this.rows.page(pending)[this.rows.at(pending) + pendingWord.told] === 1;
  }

  /** The pending transfer that falls due next, −1 where none has a time-out. */
  get next(): number {
    while (this.#due.first >= 0 && this.stateOf(this.#due.first) === held.released) {
      this.#due.dropFirst();
    }
    return this.#due.first;
  }

  /** Takes what it holds off the pending balances of both accounts. */
  release(pending: number, accounts: WordRows, debitsAt: number, creditsAt: number): void {
    const page = this.rows.page(pending);
    const at = this.rows.at(pending);
    const state = page[at + pendingWord.state] as number;
    page[at + pendingWord.state] = held.released;
    if (state === held.uncertain) return;
    const debit = page[at + pendingWord.debit] as number;
    const credit = page[at + pendingWord.credit] as number;
    const amount = at + pendingWord.amount;
    takeFrom(accounts.page(debit), accounts.at(debit) + debitsAt, page, amount);
    takeFrom(accounts.page(credit), accounts.at(credit) + creditsAt, page, amount);
  }

  /** Of those due at the same time, the one that was created first. */
  #isDueBefore(a: number, b: number): boolean {
    const pageA = this.rows.page(a);
    const pageB = this.rows.page(b);
    const atA = this.rows.at(a);
    const atB = this.rows.at(b);
    for (const word of [pendingWord.dueHigh, pendingWord.dueLow]) {
      const left = (pageA[atA + word] as number) >>> 0;
      const right = (pageB[atB + word] as number) >>> 0;
      if (left !== right) return left < right;
    }
    return a < b;
  }
}
