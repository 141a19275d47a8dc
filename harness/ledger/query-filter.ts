import type { Cursor } from './cursors.ts';
import { intersect } from './cursors.ts';
import { queryFilter, queryFilterFlags } from './layouts.ts';
import { addCondition, type RecordIndexes } from './record-indexes.ts';
import type { RecordTable } from './record-table.ts';
import { readTimeRange } from './time-range.ts';

const word = {
  user_data_128: queryFilter.user_data_128 / 4,
  user_data_64: queryFilter.user_data_64 / 4,
  user_data_32: queryFilter.user_data_32 / 4,
  ledger: queryFilter.ledger / 4,
  code: queryFilter.code / 4, // the reserved bytes begin in its upper half
  reserved: queryFilter.code / 4 + 1,
  timestamp_min: queryFilter.timestamp_min / 4,
  limit: queryFilter.limit / 4,
  flags: queryFilter.flags / 4,
} as const;

/**
 * The indexes of the records of a table that the filter at `words[at]` selects, at most `limitMax`.
 * None where the filter is invalid.
 */
export function selectRecords(
  table: RecordTable,
  indexes: RecordIndexes,
  words: Int32Array,
  at: number,
  limitMax: number,
): readonly number[] {
  const flags = words[at + word.flags] as number;
  const limit = Math.min((words[at + word.limit] as number) >>> 0, limitMax);
  const range = readTimeRange(words, at + word.timestamp_min);
  const invalid =
    range === undefined ||
    limit === 0 ||
    (flags & ~queryFilterFlags.reversed) !== 0 ||
    (words[at + word.code] as number) >>> 16 !== 0 ||
    words[at + word.reserved] !== 0;
  if (invalid) return [];

  const reversed = (flags & queryFilterFlags.reversed) !== 0;
  const conditions: Cursor[] = [];
  addCondition(conditions, indexes.userData128.cursor(words, at + word.user_data_128, reversed));
  addCondition(conditions, indexes.userData64.cursor(words, at + word.user_data_64, reversed));
  addCondition(conditions, indexes.userData32.cursor(words, at + word.user_data_32, reversed));
  addCondition(conditions, indexes.ledger.cursor(words, at + word.ledger, reversed));
  addCondition(conditions, indexes.code.cursor(words, at + word.code, reversed));
  const from = table.countBefore(range.minHigh, range.minLow);
  const until = table.countUntil(range.maxHigh, range.maxLow);
  return intersect(conditions, from, until, reversed, limit);
}
