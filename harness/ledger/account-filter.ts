import type { Cursor } from './cursors.ts';
import { intersect, ListCursor, UnionCursor } from './cursors.ts';
import { accountFilter, accountFilterFlags } from './layouts.ts';
import { addCondition } from './record-indexes.ts';
import { type State, side } from './state.ts';
import { allZero, readTimeRange } from './time-range.ts';
import { isMax, isZero } from './u128.ts';

const word = {
  account_id: accountFilter.account_id / 4,
  user_data_128: accountFilter.user_data_128 / 4,
  user_data_64: accountFilter.user_data_64 / 4,
  user_data_32: accountFilter.user_data_32 / 4,
  code: accountFilter.code / 4, // the reserved bytes begin in its upper half
  reserved: accountFilter.code / 4 + 1,
  timestamp_min: accountFilter.timestamp_min / 4,
  limit: accountFilter.limit / 4,
  flags: accountFilter.flags / 4,
} as const;

const flagsKnown = 7;

/**
 * The transfers that a filter selects, at most `limitMax` of them: of get_account_transfers, and,
 * since there is a balance for each, of get_account_balances. None where the filter is invalid.
 */
export function selectAccountTransfers(
  state: State,
  words: Int32Array,
  at: number,
  limitMax: number,
): number[] {
  const flags = words[at + word.flags] as number;
  const limit = Math.min((words[at + word.limit] as number) >>> 0, limitMax);
  const range = readTimeRange(words, at + word.timestamp_min);
  const invalid =
    range === undefined ||
    isZero(words, at + word.account_id) ||
    isMax(words, at + word.account_id) ||
    limit === 0 ||
    (flags & (accountFilterFlags.debits | accountFilterFlags.credits)) === 0 ||
    (flags & ~flagsKnown) !== 0 ||
    (words[at + word.code] as number) >>> 16 !== 0 ||
    !allZero(words, at + word.reserved, at + word.timestamp_min);
  if (invalid) return [];
  const account = state.accounts.indexOf(words, at + word.account_id);
  if (account < 0) return [];

  const reversed = (flags & accountFilterFlags.reversed) !== 0;
  const indexes = state.transferIndexes;
  const conditions = [sidesOf(state, account, flags, reversed)];
  addCondition(conditions, indexes.userData128.cursor(words, at + word.user_data_128, reversed));
  addCondition(conditions, indexes.userData64.cursor(words, at + word.user_data_64, reversed));
  addCondition(conditions, indexes.userData32.cursor(words, at + word.user_data_32, reversed));
  addCondition(conditions, indexes.code.cursor(words, at + word.code, reversed));
  const from = state.transfers.countBefore(range.minHigh, range.minLow);
  const until = state.transfers.countUntil(range.maxHigh, range.maxLow);
  return intersect(conditions, from, until, reversed, limit);
}

function sidesOf(state: State, account: number, flags: number, reversed: boolean): Cursor {
  const lists = state.accountTransfers;
  const debits = new ListCursor(lists, account * 2 + side.debit, reversed);
  const credits = new ListCursor(lists, account * 2 + side.credit, reversed);
  if (!(flags & accountFilterFlags.credits)) return debits;
  if (!(flags & accountFilterFlags.debits)) return credits;
  return new UnionCursor(debits, credits, reversed);
}
