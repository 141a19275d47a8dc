import { fetchMax } from './pages.ts';
import { recordWords, transferWord } from './record-words.ts';
import type { State } from './state.ts';
import { hash } from './u128.ts';

/** Fewer events than that are looked up one by one: there is little to wait for at once. */
const overlapMin = 8;

/**
 * What the next few events name, looked up for all of them before the first is executed: a
 * processor waits for memory once for many look-ups, but for each one where they take turns with
 * the work. What creating a transfer changes is hashed or fetched only; accounts, which no
 * transfer adds to, are found for good.
 */
export class TransferBlock {
  readonly idHashes = new Int32Array(fetchMax);
  /** The indexes of the accounts, or -1. */
  readonly debits = new Int32Array(fetchMax);
  readonly credits = new Int32Array(fetchMax);
  private readonly debitHashes = new Int32Array(fetchMax);
  private readonly creditHashes = new Int32Array(fetchMax);
  private readonly state: State;

  constructor(state: State) {
    this.state = state;
  }

  /** Of the `count` events from `words[at]` on. */
  fetch(words: Int32Array, at: number, count: number): void {
    const { accounts, accountLines, transfers } = this.state;
    const { lines } = accountLines;
    const debitIds = at + transferWord.debit_account_id;
    const creditIds = at + transferWord.credit_account_id;
    if (count < overlapMin) {
      transfers.dropAhead();
      this.find(words, at, count);
      return;
    }
    transfers.copyAhead(words, at, count);
    transfers.hashIds(words, at + transferWord.id, count, this.idHashes);
    if (lines.count === 0) {
      this.debits.fill(-1);
      this.credits.fill(-1);
      return;
    }
    accounts.hashIds(words, debitIds, count, this.debitHashes);
    accounts.hashIds(words, creditIds, count, this.creditHashes);
    accounts.indexesOf(lines, this.debitHashes, words, debitIds, count, this.debits);
    accounts.indexesOf(lines, this.creditHashes, words, creditIds, count, this.credits);
  }

  /** One by one. */
  private find(words: Int32Array, at: number, count: number): void {
    const { accounts } = this.state;
    for (let i = 0; i < count; i++) {
      const event = at + i * recordWords;
      this.idHashes[i] = hash(words, event + transferWord.id);
      this.debits[i] = accounts.indexOf(words, event + transferWord.debit_account_id);
      this.credits[i] = accounts.indexOf(words, event + transferWord.credit_account_id);
    }
  }
}
