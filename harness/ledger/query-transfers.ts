import { recordsOf } from './lookup.ts';
import { selectRecords } from './query-filter.ts';
import type { State } from './state.ts';

/** The transfers that the filter at `filter[at]` selects, as words. */
export function queryTransfers(
  state: State,
  filter: Int32Array,
  at: number,
  limitMax: number,
): Int32Array {
  const found = selectRecords(state.transfers, state.transferIndexes, filter, at, limitMax);
  return recordsOf(state.transfers, found);
}
