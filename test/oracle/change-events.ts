import type {
  Account,
  ChangeEvent,
  ChangeEventsFilter,
  Transfer,
} from '../../harness/ledger/records.ts';
import { type Books, byTimestamp } from './books.ts';
import { isValidRange, isWithin } from './queries.ts';

export const changeType = { single_phase: 0, pending: 1, posted: 2, voided: 3, expired: 4 };

/**
 * Writes down what has just happened to the two accounts of a transfer. There is one change at a
 * time: a transfer that is imported to the very time of an expiry takes the place of that.
 */
export function recordChange(
  books: Books,
  type: keyof typeof changeType,
  transfer: Transfer,
  timestamp: bigint,
): void {
  const change = {
    type: changeType[type],
    timestamp,
    ledger: transfer.ledger,
    transfer_id: transfer.id,
    transfer_amount: transfer.amount,
    transfer_pending_id: transfer.pending_id,
    transfer_user_data_128: transfer.user_data_128,
    transfer_user_data_64: transfer.user_data_64,
    transfer_user_data_32: transfer.user_data_32,
    transfer_timeout: transfer.timeout,
    transfer_code: transfer.code,
    transfer_flags: transfer.flags,
    transfer_timestamp: transfer.timestamp,
    ...sideOf('debit', books.account(transfer.debit_account_id)),
    ...sideOf('credit', books.account(transfer.credit_account_id)),
  } as ChangeEvent;
  books.changes.set(timestamp, change);
}

/** The account's fields, named for its side; without those that both sides share. */
function sideOf(side: 'debit' | 'credit', account: Account): Partial<ChangeEvent> {
  const { ledger: _, reserved: __, ...fields } = account;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`${side}_account_${name}`, value]),
  );
}

export function getChangeEvents(
  books: Books,
  filter: ChangeEventsFilter,
  resultsMax: number,
): ChangeEvent[] {
  if (!isValidRange(filter)) return [];
  return [...books.changes.values()]
    .filter((change) => isWithin(change, filter))
    .toSorted(byTimestamp)
    .slice(0, Math.min(filter.limit, resultsMax));
}
