import type { Transfer } from '../../harness/ledger/records.ts';
import type { Books } from './books.ts';
import type { TransferStatus } from './create-transfer.ts';
import { has, transferFlag } from './flags.ts';
import { u128Max } from './limits.ts';

const { post_pending_transfer, void_pending_transfer } = transferFlag;
const { balancing_debit, balancing_credit } = transferFlag;

/** What an event is told whose id a transfer has already: whether it is the same once more. */
export function retryTransfer(books: Books, event: Transfer, existing: Transfer): TransferStatus {
  if (event.flags !== existing.flags) return 'exists_with_different_flags';
  if (event.pending_id !== existing.pending_id) return 'exists_with_different_pending_id';
  if (event.timeout !== existing.timeout) return 'exists_with_different_timeout';

  const asked = fillIn(books, event, existing);
  if (asked.debit_account_id !== existing.debit_account_id) {
    return 'exists_with_different_debit_account_id';
  }
  if (asked.credit_account_id !== existing.credit_account_id) {
    return 'exists_with_different_credit_account_id';
  }
  if (!isSameAmount(asked, existing)) return 'exists_with_different_amount';
  if (asked.user_data_128 !== existing.user_data_128) return 'exists_with_different_user_data_128';
  if (asked.user_data_64 !== existing.user_data_64) return 'exists_with_different_user_data_64';
  if (asked.user_data_32 !== existing.user_data_32) return 'exists_with_different_user_data_32';
  if (asked.ledger !== existing.ledger) return 'exists_with_different_ledger';
  if (asked.code !== existing.code) return 'exists_with_different_code';
  return 'exists';
}

/** What a post or void leaves zero it takes from the pending transfer. */
function fillIn(books: Books, event: Transfer, existing: Transfer): Transfer {
  if (!has(existing, post_pending_transfer, void_pending_transfer)) return event;
  const first = books.transfer(existing.pending_id);
  const all = has(existing, void_pending_transfer) ? 0n : u128Max;
  return {
    ...event,
    debit_account_id: event.debit_account_id || first.debit_account_id,
    credit_account_id: event.credit_account_id || first.credit_account_id,
    amount: event.amount === all ? first.amount : event.amount,
    user_data_128: event.user_data_128 || first.user_data_128,
    user_data_64: event.user_data_64 || first.user_data_64,
    user_data_32: event.user_data_32 || first.user_data_32,
    ledger: event.ledger || first.ledger,
    code: event.code || first.code,
  };
}

/** A balancing transfer may have moved less than was asked of it. */
function isSameAmount(asked: Transfer, existing: Transfer): boolean {
  return has(existing, balancing_debit, balancing_credit)
    ? asked.amount >= existing.amount
    : asked.amount === existing.amount;
}
