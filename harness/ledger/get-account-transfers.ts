import { selectAccountTransfers } from './account-filter.ts';
import { copyRecords } from './lookup.ts';
import { recordWords } from './record-words.ts';
import type { State } from './state.ts';

/** The transfers of an account that the filter at `filter[at]` selects, as words. */
export function getAccountTransfers(
  state: State,
  filter: Int32Array,
  at: number,
  limitMax: number,
): Int32Array {
  const indexes = selectAccountTransfers(state, filter, at, limitMax);
  const results = new Int32Array(indexes.length * recordWords);
  copyRecords(state.transfers, indexes, results, 0);
  return results;
}
