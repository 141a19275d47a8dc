import { recordsOf } from './lookup.ts';
import { selectRecords } from './query-filter.ts';
import type { State } from './state.ts';

/** The accounts that the filter at `filter[at]` selects, as words. */
export function queryAccounts(
  state: State,
  filter: Int32Array,
  at: number,
  limitMax: number,
): Int32Array {
  const found = selectRecords(state.accounts, state.accountIndexes, filter, at, limitMax);
  state.accountLines.settleEach(found);
  return recordsOf(state.accounts, found);
}
