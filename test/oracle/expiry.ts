import type { Transfer } from '../../harness/ledger/records.ts';
import { type Books, byTimestamp } from './books.ts';
import { recordChange } from './change-events.ts';
import { expiriesMax, second } from './limits.ts';
import { releasePending } from './release-pending.ts';

/** When a transfer is due; one without a timeout never is, whatever this says of it. */
export function expiresAt(transfer: Transfer): bigint {
  return transfer.timestamp + BigInt(transfer.timeout) * second;
}

/** The pending transfers that are due and have not expired yet: the first due come first. */
export function dueTransfers(books: Books, now: bigint): Transfer[] {
  return [...books.transfers.values()]
    .filter((transfer) => books.pendingStatus.get(transfer.id) === 'pending')
    .filter((transfer) => transfer.timeout > 0 && expiresAt(transfer) <= now)
    .toSorted((a, b) => Number(expiresAt(a) - expiresAt(b)) || byTimestamp(a, b));
}

/**
 * What a pulse does. Expiries have timestamps in succession up to the pulse's own, as the events of
 * a batch have.
 */
export function pulse(books: Books, timestamp: bigint): void {
  const due = dueTransfers(books, timestamp).slice(0, expiriesMax);
  for (const [index, transfer] of due.entries()) {
    releasePending(books, transfer, 'expired');
    recordChange(books, 'expired', transfer, timestamp - BigInt(due.length - 1 - index));
  }
}
