import type { RecordTable } from './record-table.ts';
import { copyWords, recordWords } from './record-words.ts';

const idWords = 4;

/**
 * lookup_accounts and lookup_transfers: appends to `found` the indexes of the records with these
 * ids, in the order of the request; those that don't exist are left out.
 */
export function lookup(
  table: RecordTable,
  ids: Int32Array,
  at: number,
  count: number,
  found: number[],
): void {
  for (let i = 0; i < count; i++) {
    const index = table.indexOf(ids, at + i * idWords);
    if (index >= 0) found.push(index);
  }
}

function copyRecord(
  table: RecordTable,
  index: number,
  results: Int32Array,
  resultAt: number,
): void {
  const page = table.records.page(index);
  const at = table.records.at(index);
  copyWords(page, at, results, resultAt, recordWords);
}

/** As words; accounts are to be settled before. */
export function recordsOf(table: RecordTable, indexes: readonly number[]): Int32Array {
  const results = new Int32Array(indexes.length * recordWords);
  copyRecords(table, indexes, results, 0);
  return results;
}

export function copyRecords(
  table: RecordTable,
  indexes: readonly number[],
  results: Int32Array,
  resultAt: number,
): void {
  let at = resultAt;
  for (const index of indexes) {
    copyRecord(table, index, results, at);
    at += recordWords;
  }
}
