import { accountWord } from './record-words.ts';
import type { State } from './state.ts';
import { createTransferStatus as statuses } from './statuses.ts';
import { add, addOverflows } from './u128.ts';

const sum = new Int32Array(4);

/**
 * Which balance of the accounts `amount` would overflow, as a status; 0 if none. Numbers of 64 bits
 * cannot, not even three together, so this needs not be asked where neither account is wide.
 */
export function overflowStatus(
  state: State,
  debit: number,
  credit: number,
  amount: Int32Array,
  pending: boolean,
): number {
  const { records } = state.accounts;
  state.accountLines.settle(debit);
  state.accountLines.settle(credit);
  const debits = records.page(debit);
  const credits = records.page(credit);
  const debitsPending = records.at(debit) + accountWord.debits_pending;
  const debitsPosted = records.at(debit) + accountWord.debits_posted;
  const creditsPending = records.at(credit) + accountWord.credits_pending;
  const creditsPosted = records.at(credit) + accountWord.credits_posted;
  if (pending) {
    if (addOverflows(amount, 0, debits, debitsPending)) return statuses.overflows_debits_pending;
    if (addOverflows(amount, 0, credits, creditsPending)) return statuses.overflows_credits_pending;
  }
  if (addOverflows(amount, 0, debits, debitsPosted)) return statuses.overflows_debits_posted;
  if (addOverflows(amount, 0, credits, creditsPosted)) return statuses.overflows_credits_posted;
  add(debits, debitsPending, debits, debitsPosted, sum, 0);
  if (addOverflows(amount, 0, sum, 0)) return statuses.overflows_debits;
  add(credits, creditsPending, credits, creditsPosted, sum, 0);
  if (addOverflows(amount, 0, sum, 0)) return statuses.overflows_credits;
  return 0;
}
