import { selectAccountTransfers } from './account-filter.ts';
import { accountBalance, accountFilter, accountFlags } from './layouts.ts';
import { linkWord, type State } from './state.ts';

const resultWords = accountBalance.size / 4;
const timestampWord = accountBalance.timestamp / 4;

/**
 * The balances that an account had after each of its transfers that the filter at `filter[at]`
 * selects, as words. Only of accounts that keep their history; an expiry makes no row.
 */
export function getAccountBalances(
  state: State,
  filter: Int32Array,
  at: number,
  limitMax: number,
): Int32Array {
  const account = state.accounts.indexOf(filter, at + accountFilter.account_id / 4);
  if (account < 0 || !(state.accountFlagsOf(account) & accountFlags.history)) {
    return new Int32Array(0);
  }
  const indexes = selectAccountTransfers(state, filter, at, limitMax);
  const results = new Int32Array(indexes.length * resultWords);
  let result = 0;
  for (const transfer of indexes) {
    const isDebit = state.link(transfer, linkWord.debit) === account;
    state.balances.read(transfer, isDebit, results, result);
    results[result + timestampWord] = state.transfers.timestampLow(transfer);
    results[result + timestampWord + 1] = state.transfers.timestampHigh(transfer);
    result += resultWords;
  }
  return results;
}
