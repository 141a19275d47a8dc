import { selectAccountTransfers } from './account-filter.ts';
import { recordsOf } from './lookup.ts';
import type { State } from './state.ts';

/** The transfers of an account that the filter at `filter[at]` selects, as words. */
export function getAccountTransfers(
  state: State,
  filter: Int32Array,
  at: number,
  limitMax: number,
): Int32Array {
  return recordsOf(state.transfers, selectAccountTransfers(state, filter, at, limitMax));
}
