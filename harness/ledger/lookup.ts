import type { RecordTable } from './record-table.ts';
import { recordWords } from './record-words.ts';

const idWords = 4;

/**
 * lookup_accounts and lookup_transfers: writes the records with these ids to `results` from word
 * `resultAt` on, in the order of the request; those that don't exist are left out. Returns how many
 * there are.
 */
export function lookup(
  table: RecordTable,
  ids: Int32Array,
  at: number,
  count: number,
  results: Int32Array,
  resultAt: number,
): number {
  let found = 0;
  for (let i = 0; i < count; i++) {
    const index = table.indexOf(ids, at + i * idWords);
    if (index < 0) continue;
    copyRecord(table, index, results, resultAt + found * recordWords);
    found++;
  }
  return found;
}

function copyRecord(
  table: RecordTable,
  index: number,
  results: Int32Array,
  resultAt: number,
): void {
  const page = table.records.page(index);
  const at = table.records.at(index);
  for (let word = 0; word < recordWords; word++) {
    results[resultAt + word] = page[at + word] as number;
  }
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
