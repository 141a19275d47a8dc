import type { Account } from '../../harness/ledger/records.ts';
import type { createAccountStatus } from '../../harness/ledger/statuses.ts';
import type { Books } from './books.ts';
import { accountFlag, has, hasUnknown } from './flags.ts';
import { regresses } from './imported.ts';
import { u128Max } from './limits.ts';

export type AccountStatus = keyof typeof createAccountStatus;

/** Creates the account at the timestamp that it carries, or says why not. */
export function createAccount(books: Books, event: Account): AccountStatus {
  if (event.reserved !== 0) return 'reserved_field';
  if (hasUnknown(event, accountFlag)) return 'reserved_flag';
  if (event.id === 0n) return 'id_must_not_be_zero';
  if (event.id === u128Max) return 'id_must_not_be_int_max';

  const existing = books.accounts.get(event.id);
  if (existing !== undefined) return compareWithExisting(event, existing);

  if (hasBothLimits(event)) return 'flags_are_mutually_exclusive';
  if (event.debits_pending !== 0n) return 'debits_pending_must_be_zero';
  if (event.debits_posted !== 0n) return 'debits_posted_must_be_zero';
  if (event.credits_pending !== 0n) return 'credits_pending_must_be_zero';
  if (event.credits_posted !== 0n) return 'credits_posted_must_be_zero';
  if (event.ledger === 0) return 'ledger_must_not_be_zero';
  if (event.code === 0) return 'code_must_not_be_zero';
  if (has(event, accountFlag.imported) && regresses(event, books.accounts, books.transfers)) {
    return 'imported_event_timestamp_must_not_regress';
  }

  books.accounts.set(event.id, event);
  return 'created';
}

function hasBothLimits(event: Account): boolean {
  return (
    has(event, accountFlag.debits_must_not_exceed_credits) &&
    has(event, accountFlag.credits_must_not_exceed_debits)
  );
}

function compareWithExisting(event: Account, existing: Account): AccountStatus {
  if (event.flags !== existing.flags) return 'exists_with_different_flags';
  if (event.user_data_128 !== existing.user_data_128) return 'exists_with_different_user_data_128';
  if (event.user_data_64 !== existing.user_data_64) return 'exists_with_different_user_data_64';
  if (event.user_data_32 !== existing.user_data_32) return 'exists_with_different_user_data_32';
  if (event.ledger !== existing.ledger) return 'exists_with_different_ledger';
  if (event.code !== existing.code) return 'exists_with_different_code';
  return 'exists';
}
