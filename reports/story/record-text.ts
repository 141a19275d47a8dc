import { accountFlags, transferFlags } from '../../harness/ledger/layouts.ts';
import type { Account, Transfer } from '../../harness/ledger/records.ts';
import type { SumField } from './lives.ts';
import type { Names } from './names.ts';

/** A sum as an account's record names it. */
export const fieldNames: Readonly<Record<SumField, string>> = {
  debitsPending: 'debits_pending',
  debitsPosted: 'debits_posted',
  creditsPending: 'credits_pending',
  creditsPosted: 'credits_posted',
};

/** 2^128 − 1: of a post all that is pending, of a balancing transfer as much as there is. */
const amountMax = (1n << 128n) - 1n;

/** Digits in groups of three, as all numbers of a report. */
export function amountText(amount: bigint): string {
  const digits = String(amount < 0n ? -amount : amount);
  const grouped = digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return amount < 0n ? `−${grouped}` : grouped;
}

export function accountText({ ledger, code, flags }: Account): string {
  return [`ledger ${ledger}`, `code ${code}`, ...flagNames(accountFlags, flags)].join(', ');
}

/** `354 from account A to account B, pending, with a time-out of 2 s`. */
export function transferText(sent: Transfer, names: Names): string {
  const flags = flagNames(transferFlags, sent.flags);
  const { post_pending_transfer: post, void_pending_transfer: voids } = transferFlags;
  const timeout = sent.timeout > 0 ? [`time-out ${sent.timeout} s`] : [];
  if (sent.flags & (post | voids)) {
    const amount = sent.amount === amountMax ? 'all' : amountText(sent.amount);
    const of = `of pending ${names.transfer(sent.pending_id)}`;
    const lead = sent.flags & post ? `a post of ${amount} ${of}` : `a void ${of}`;
    return [lead, ...flags.filter((flag) => !flag.endsWith('_pending_transfer'))].join(', ');
  }
  const amount = sent.amount === amountMax ? 'as much as there is' : amountText(sent.amount);
  const from = names.account(sent.debit_account_id);
  const to = names.account(sent.credit_account_id);
  return [`${amount} from ${from} to ${to}`, ...flags, ...timeout].join(', ');
}

function flagNames(flags: Readonly<Record<string, number>>, set: number): string[] {
  return Object.entries(flags).flatMap(([name, bit]) => (set & bit ? [name] : []));
}
