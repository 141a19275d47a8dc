import type { Account, Transfer } from '../../harness/ledger/records.ts';
import type { createTransferStatus } from '../../harness/ledger/statuses.ts';
import type { Books } from './books.ts';
import { recordChange } from './change-events.ts';
import { expiresAt } from './expiry.ts';
import { accountFlag, has, hasUnknown, transferFlag } from './flags.ts';
import { regresses } from './imported.ts';
import { timestampMax, u128Max } from './limits.ts';
import { postOrVoid } from './post-or-void.ts';
import { retryTransfer } from './retry-transfer.ts';

export type TransferStatus = keyof typeof createTransferStatus;

const { pending, post_pending_transfer, void_pending_transfer, imported } = transferFlag;
const { balancing_debit, balancing_credit, closing_debit, closing_credit } = transferFlag;
const { debits_must_not_exceed_credits, credits_must_not_exceed_debits, closed } = accountFlag;

/**
 * Statuses that depend on what the ledger holds at the moment. Whoever asks again must not be told
 * something else, so the id is used up.
 */
export const transientStatuses: ReadonlySet<string> = new Set<TransferStatus>([
  'debit_account_not_found',
  'credit_account_not_found',
  'pending_transfer_not_found',
  'exceeds_credits',
  'exceeds_debits',
  'debit_account_already_closed',
  'credit_account_already_closed',
]);

/**
 * Creates the transfer at the timestamp that it carries, or says why not. That is `now`, unless the
 * transfer is imported.
 */
export function createTransfer(books: Books, event: Transfer, now: bigint): TransferStatus {
  if (hasUnknown(event, transferFlag)) return 'reserved_flag';
  if (event.id === 0n) return 'id_must_not_be_zero';
  if (event.id === u128Max) return 'id_must_not_be_int_max';

  const existing = books.transfers.get(event.id);
  if (existing !== undefined) return retryTransfer(books, event, existing);
  if (books.failedIds.has(event.id)) return 'id_already_failed';

  return has(event, post_pending_transfer, void_pending_transfer)
    ? postOrVoid(books, event, now)
    : transferBetweenAccounts(books, event);
}

/** A single-phase transfer, or the first phase of two. */
function transferBetweenAccounts(books: Books, event: Transfer): TransferStatus {
  const malformed = checkFields(event);
  if (malformed !== null) return malformed;

  const debit = books.accounts.get(event.debit_account_id);
  if (debit === undefined) return 'debit_account_not_found';
  const credit = books.accounts.get(event.credit_account_id);
  if (credit === undefined) return 'credit_account_not_found';
  if (debit.ledger !== credit.ledger) return 'accounts_must_have_the_same_ledger';
  if (event.ledger !== debit.ledger) return 'transfer_must_have_the_same_ledger_as_accounts';

  const unimportable = has(event, imported) ? checkImported(books, event, debit, credit) : null;
  if (unimportable !== null) return unimportable;
  if (has(debit, closed)) return 'debit_account_already_closed';
  if (has(credit, closed)) return 'credit_account_already_closed';

  const transfer = { ...event, amount: balancedAmount(event, debit, credit) };
  const refused = checkOverflows(transfer, debit, credit) ?? checkLimits(transfer, debit, credit);
  if (refused !== null) return refused;

  enter(books, transfer, debit, credit);
  return 'created';
}

function checkFields(event: Transfer): TransferStatus | null {
  if (event.debit_account_id === 0n) return 'debit_account_id_must_not_be_zero';
  if (event.debit_account_id === u128Max) return 'debit_account_id_must_not_be_int_max';
  if (event.credit_account_id === 0n) return 'credit_account_id_must_not_be_zero';
  if (event.credit_account_id === u128Max) return 'credit_account_id_must_not_be_int_max';
  if (event.debit_account_id === event.credit_account_id) return 'accounts_must_be_different';
  if (event.pending_id !== 0n) return 'pending_id_must_be_zero';
  if (!has(event, pending)) {
    if (event.timeout !== 0) return 'timeout_reserved_for_pending_transfer';
    if (has(event, closing_debit, closing_credit)) return 'closing_transfer_must_be_pending';
  }
  if (event.ledger === 0) return 'ledger_must_not_be_zero';
  if (event.code === 0) return 'code_must_not_be_zero';
  return null;
}

function checkImported(
  books: Books,
  event: Transfer,
  debit: Account,
  credit: Account,
): TransferStatus | null {
  if (regresses(event, books.transfers, books.accounts)) {
    return 'imported_event_timestamp_must_not_regress';
  }
  if (event.timestamp <= debit.timestamp) {
    return 'imported_event_timestamp_must_postdate_debit_account';
  }
  if (event.timestamp <= credit.timestamp) {
    return 'imported_event_timestamp_must_postdate_credit_account';
  }
  if (event.timeout !== 0) return 'imported_event_timeout_must_be_zero';
  return null;
}

/** A balancing transfer moves no more than what its account has left. */
function balancedAmount(event: Transfer, debit: Account, credit: Account): bigint {
  let amount = event.amount;
  if (has(event, balancing_debit)) {
    const left = debit.credits_posted - debit.debits_posted - debit.debits_pending;
    amount = least(amount, left > 0n ? left : 0n);
  }
  if (has(event, balancing_credit)) {
    const left = credit.debits_posted - credit.credits_posted - credit.credits_pending;
    amount = least(amount, left > 0n ? left : 0n);
  }
  return amount;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function checkOverflows(event: Transfer, debit: Account, credit: Account): TransferStatus | null {
  const overflows = (balance: bigint) => balance + event.amount > u128Max;
  if (has(event, pending)) {
    if (overflows(debit.debits_pending)) return 'overflows_debits_pending';
    if (overflows(credit.credits_pending)) return 'overflows_credits_pending';
  }
  if (overflows(debit.debits_posted)) return 'overflows_debits_posted';
  if (overflows(credit.credits_posted)) return 'overflows_credits_posted';
  if (overflows(debit.debits_pending + debit.debits_posted)) return 'overflows_debits';
  if (overflows(credit.credits_pending + credit.credits_posted)) return 'overflows_credits';
  if (expiresAt(event) > timestampMax) return 'overflows_timeout';
  return null;
}

function checkLimits(event: Transfer, debit: Account, credit: Account): TransferStatus | null {
  const debits = debit.debits_pending + debit.debits_posted + event.amount;
  if (has(debit, debits_must_not_exceed_credits) && debits > debit.credits_posted) {
    return 'exceeds_credits';
  }
  const credits = credit.credits_pending + credit.credits_posted + event.amount;
  if (has(credit, credits_must_not_exceed_debits) && credits > credit.debits_posted) {
    return 'exceeds_debits';
  }
  return null;
}

function enter(books: Books, transfer: Transfer, debit: Account, credit: Account): void {
  const { amount } = transfer;
  const isPending = has(transfer, pending);
  books.updateAccount(debit.id, {
    ...(isPending
      ? { debits_pending: debit.debits_pending + amount }
      : { debits_posted: debit.debits_posted + amount }),
    flags: has(transfer, closing_debit) ? debit.flags | closed : debit.flags,
  });
  books.updateAccount(credit.id, {
    ...(isPending
      ? { credits_pending: credit.credits_pending + amount }
      : { credits_posted: credit.credits_posted + amount }),
    flags: has(transfer, closing_credit) ? credit.flags | closed : credit.flags,
  });
  books.transfers.set(transfer.id, transfer);
  if (isPending) books.pendingStatus.set(transfer.id, 'pending');
  recordChange(books, isPending ? 'pending' : 'single_phase', transfer, transfer.timestamp);
}
