import type { Transfer } from '../../harness/ledger/records.ts';
import type { Books } from './books.ts';
import { accountFlag, has, transferFlag } from './flags.ts';

/**
 * Ends the wait of a pending transfer: its amount is pending no longer. One that closed an account
 * opens it again, unless it is posted.
 */
export function releasePending(
  books: Books,
  first: Transfer,
  status: 'posted' | 'voided' | 'expired',
): void {
  const debit = books.account(first.debit_account_id);
  const credit = books.account(first.credit_account_id);
  const opens = (flag: number) => status !== 'posted' && has(first, flag);
  books.updateAccount(debit.id, {
    debits_pending: debit.debits_pending - first.amount,
    flags: opens(transferFlag.closing_debit) ? debit.flags & ~accountFlag.closed : debit.flags,
  });
  books.updateAccount(credit.id, {
    credits_pending: credit.credits_pending - first.amount,
    flags: opens(transferFlag.closing_credit) ? credit.flags & ~accountFlag.closed : credit.flags,
  });
  books.pendingStatus.set(first.id, status);
}
