import type { Cursor } from './cursors.ts';
import { FieldIndex } from './field-index.ts';
import type { Pages } from './pages.ts';
import { Postings } from './postings.ts';
import { transferWord as word } from './record-words.ts';
import { isZero } from './u128.ts';

const codeMask = 0xffff;

/** What accounts and transfers can be queried by. Both have these fields at the same offsets. */
export class RecordIndexes {
  readonly postings = new Postings();
  readonly userData128: FieldIndex;
  readonly userData64: FieldIndex;
  readonly userData32: FieldIndex;
  readonly ledger: FieldIndex;
  readonly code: FieldIndex;

  private readonly records: Pages;

  constructor(records: Pages) {
    this.records = records;
    const index = (at: number, words: number, mask: number): FieldIndex =>
      new FieldIndex(this.postings, records, at, words, mask);
    this.userData128 = index(word.user_data_128, 4, -1);
    this.userData64 = index(word.user_data_64, 2, -1);
    this.userData32 = index(word.user_data_32, 1, -1);
    this.ledger = index(word.ledger, 1, -1);
    this.code = index(word.code_and_flags, 1, codeMask);
  }

  /** Records must be appended in ascending order. Zero is not indexed: in a query it means any. */
  append(index: number): void {
    const page = this.records.page(index);
    const at = this.records.at(index);
    if (!isZero(page, at + word.user_data_128)) this.userData128.append(index, page, at);
    const userData64 = at + word.user_data_64;
    if (((page[userData64] as number) | (page[userData64 + 1] as number)) !== 0) {
      this.userData64.append(index, page, at);
    }
    if (page[at + word.user_data_32] !== 0) this.userData32.append(index, page, at);
    this.ledger.append(index, page, at);
    this.code.append(index, page, at);
  }
}

/** Adds the cursor of a condition to the list of those that all must agree, unless it has none. */
export function addCondition(conditions: Cursor[], cursor: Cursor | undefined): void {
  if (cursor !== undefined) conditions.push(cursor);
}
