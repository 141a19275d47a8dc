import { query } from './query-filter.ts';
import type { State } from './state.ts';

/** The accounts that the filter at `filter[at]` selects, as words. */
export function queryAccounts(
  state: State,
  filter: Int32Array,
  at: number,
  limitMax: number,
): Int32Array {
  return query(state.accounts, state.accountIndexes, filter, at, limitMax);
}
