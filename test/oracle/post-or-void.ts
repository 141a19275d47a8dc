import type { Transfer } from '../../harness/ledger/records.ts';
import type { Books } from './books.ts';
import { recordChange } from './change-events.ts';
import type { TransferStatus } from './create-transfer.ts';
import { expiresAt } from './expiry.ts';
import { accountFlag, has, transferFlag } from './flags.ts';
import { regresses, ServerAborts } from './imported.ts';
import { u128Max } from './limits.ts';
import { releasePending } from './release-pending.ts';

const { pending, post_pending_transfer, void_pending_transfer, imported } = transferFlag;
const { balancing_debit, balancing_credit, closing_debit, closing_credit } = transferFlag;

/** The second phase of two: posts a pending transfer, in part or whole, or voids it. */
export function postOrVoid(books: Books, event: Transfer, now: bigint): TransferStatus {
  const malformed = checkFields(event);
  if (malformed !== null) return malformed;

  const first = books.transfers.get(event.pending_id);
  if (first === undefined) return 'pending_transfer_not_found';
  if (!has(first, pending)) return 'pending_transfer_not_pending';
  const unlike = checkLikeFirst(event, first);
  if (unlike !== null) return unlike;

  const amount = amountOf(event, first);
  if (amount > first.amount) return 'exceeds_pending_transfer_amount';
  if (has(event, void_pending_transfer) && amount < first.amount) {
    return 'pending_transfer_has_different_amount';
  }
  const settled = checkStillPending(books, first, now);
  if (settled !== null) return settled;

  if (has(event, imported) && regresses(event, books.transfers, books.accounts)) {
    return 'imported_event_timestamp_must_not_regress';
  }
  const shut = has(event, post_pending_transfer) ? checkOpen(books, first) : null;
  if (shut !== null) return shut;
  if (has(event, imported) && first.timeout > 0) {
    throw new ServerAborts('an imported post or void of a pending transfer that has a timeout');
  }

  enter(books, { ...inherit(event, first), amount }, first);
  return 'created';
}

function checkFields(event: Transfer): TransferStatus | null {
  const isBoth = has(event, post_pending_transfer) && has(event, void_pending_transfer);
  const isMore = has(
    event,
    pending,
    balancing_debit,
    balancing_credit,
    closing_debit,
    closing_credit,
  );
  if (isBoth || isMore) return 'flags_are_mutually_exclusive';
  if (event.pending_id === 0n) return 'pending_id_must_not_be_zero';
  if (event.pending_id === u128Max) return 'pending_id_must_not_be_int_max';
  if (event.pending_id === event.id) return 'pending_id_must_be_different';
  if (event.timeout !== 0) return 'timeout_reserved_for_pending_transfer';
  return null;
}

/** Fields may be left zero; those that are not must be those of the pending transfer. */
function checkLikeFirst(event: Transfer, first: Transfer): TransferStatus | null {
  if (event.debit_account_id !== 0n && event.debit_account_id !== first.debit_account_id) {
    return 'pending_transfer_has_different_debit_account_id';
  }
  if (event.credit_account_id !== 0n && event.credit_account_id !== first.credit_account_id) {
    return 'pending_transfer_has_different_credit_account_id';
  }
  if (event.ledger !== 0 && event.ledger !== first.ledger) {
    return 'pending_transfer_has_different_ledger';
  }
  if (event.code !== 0 && event.code !== first.code) return 'pending_transfer_has_different_code';
  return null;
}

/** A void takes all, which it may say as zero; a post says it as the largest amount. */
function amountOf(event: Transfer, first: Transfer): bigint {
  const all = has(event, void_pending_transfer) ? 0n : u128Max;
  return event.amount === all ? first.amount : event.amount;
}

/** What is due now has expired, whether or not a pulse came by; also for what is imported. */
function checkStillPending(books: Books, first: Transfer, now: bigint): TransferStatus | null {
  const status = books.pendingStatus.get(first.id);
  if (status === 'posted') return 'pending_transfer_already_posted';
  if (status === 'voided') return 'pending_transfer_already_voided';
  if (status === 'expired') return 'pending_transfer_expired';
  return first.timeout > 0 && expiresAt(first) <= now ? 'pending_transfer_expired' : null;
}

function checkOpen(books: Books, first: Transfer): TransferStatus | null {
  const { closed } = accountFlag;
  if (has(books.account(first.debit_account_id), closed)) return 'debit_account_already_closed';
  if (has(books.account(first.credit_account_id), closed)) return 'credit_account_already_closed';
  return null;
}

function inherit(event: Transfer, first: Transfer): Transfer {
  return {
    ...event,
    debit_account_id: first.debit_account_id,
    credit_account_id: first.credit_account_id,
    ledger: first.ledger,
    code: first.code,
    user_data_128: event.user_data_128 || first.user_data_128,
    user_data_64: event.user_data_64 || first.user_data_64,
    user_data_32: event.user_data_32 || first.user_data_32,
  };
}

function enter(books: Books, transfer: Transfer, first: Transfer): void {
  const isPost = has(transfer, post_pending_transfer);
  releasePending(books, first, isPost ? 'posted' : 'voided');
  if (isPost) {
    const debit = books.account(first.debit_account_id);
    const credit = books.account(first.credit_account_id);
    const { amount } = transfer;
    books.updateAccount(debit.id, { debits_posted: debit.debits_posted + amount });
    books.updateAccount(credit.id, { credits_posted: credit.credits_posted + amount });
  }
  books.transfers.set(transfer.id, transfer);
  recordChange(books, isPost ? 'posted' : 'voided', transfer, transfer.timestamp);
}
