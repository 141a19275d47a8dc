import type { Cursor } from './cursors.ts';
import { FieldIndex } from './field-index.ts';
import type { Pages } from './pages.ts';
import { Postings } from './postings.ts';
import { transferWord as word } from './record-words.ts';

const codeMask = 0xffff;

/** What accounts and transfers can be queried by. Both have these fields at the same offsets. */
export class RecordIndexes {
  readonly postings = new Postings();
  readonly userData128: FieldIndex;
  readonly userData64: FieldIndex;
  readonly userData32: FieldIndex;
  readonly ledger: FieldIndex;
  readonly code: FieldIndex;

  constructor(records: Pages) {
    const index = (at: number, words: number, mask: number): FieldIndex =>
      new FieldIndex(this.postings, records, at, words, mask);
    this.userData128 = index(word.user_data_128, 4, -1);
    this.userData64 = index(word.user_data_64, 2, -1);
    this.userData32 = index(word.user_data_32, 1, -1);
    this.ledger = index(word.ledger, 1, -1);
    this.code = index(word.code_and_flags, 1, codeMask);
  }

  /** Appends the records from `from` up to `until` (not included): all before must be there. */
  append(from: number, until: number): void {
    this.userData128.append(from, until);
    this.userData64.append(from, until);
    this.userData32.append(from, until);
    this.ledger.append(from, until);
    this.code.append(from, until);
  }
}

/** Adds the cursor of a condition to the list of those that all must agree, unless it has none. */
export function addCondition(conditions: Cursor[], cursor: Cursor | undefined): void {
  if (cursor !== undefined) conditions.push(cursor);
}
