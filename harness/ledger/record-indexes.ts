import type { Cursor } from './cursors.ts';
import { FieldIndex } from './field-index.ts';
import { transfer } from './layouts.ts';
import type { Pages } from './pages.ts';
import { Postings } from './postings.ts';

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
    const index = (offset: number, words: number, mask: number): FieldIndex =>
      new FieldIndex(this.postings, records, offset / 4, words, mask);
    this.userData128 = index(transfer.user_data_128, 4, -1);
    this.userData64 = index(transfer.user_data_64, 2, -1);
    this.userData32 = index(transfer.user_data_32, 1, -1);
    this.ledger = index(transfer.ledger, 1, -1);
    this.code = index(transfer.code, 1, codeMask);
  }

  /** Records must be appended in ascending order. */
  append(index: number): void {
    this.userData128.append(index);
    this.userData64.append(index);
    this.userData32.append(index);
    this.ledger.append(index);
    this.code.append(index);
  }
}

/** Adds the cursor of a condition to the list of those that all must agree, unless it has none. */
export function addCondition(conditions: Cursor[], cursor: Cursor | undefined): void {
  if (cursor !== undefined) conditions.push(cursor);
}
