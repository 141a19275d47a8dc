import { account, transfer } from '../harness/ledger/layouts.ts';
import type { Identifiers } from './identifiers.ts';

/** An account to create. Ids are numbers of accounts (`Identifiers` makes them ids). */
export interface AccountEvent {
  readonly id: number;
  readonly debitsPending: bigint;
  readonly debitsPosted: bigint;
  readonly creditsPending: bigint;
  readonly creditsPosted: bigint;
  readonly userData128: bigint;
  readonly userData64: bigint;
  readonly userData32: number;
  readonly reserved: number;
  readonly ledger: number;
  readonly code: number;
  /** Without the flag `linked`, which depends on the event's place in its request. */
  readonly flags: number;
  readonly timestamp: bigint;
}

/** A transfer to create. Ids are numbers of accounts and of transfers. */
export interface TransferEvent {
  readonly id: number;
  readonly debit: number;
  readonly credit: number;
  readonly amount: bigint;
  readonly pending: number;
  readonly userData128: bigint;
  readonly userData64: bigint;
  readonly userData32: number;
  readonly timeout: number;
  readonly ledger: number;
  readonly code: number;
  /** Without the flag `linked`, which depends on the event's place in its request. */
  readonly flags: number;
  readonly timestamp: bigint;
}

function writeUint128(view: DataView, offset: number, value: bigint): void {
  view.setBigUint64(offset, value & 0xffff_ffff_ffff_ffffn, true);
  view.setBigUint64(offset + 8, value >> 64n, true);
}

/** Writes an account of 128 bytes. */
export function writeAccount(
  view: DataView,
  offset: number,
  event: AccountEvent,
  linked: boolean,
  ids: Identifiers,
): void {
  ids.write(view, offset + account.id, event.id);
  writeUint128(view, offset + account.debits_pending, event.debitsPending);
  writeUint128(view, offset + account.debits_posted, event.debitsPosted);
  writeUint128(view, offset + account.credits_pending, event.creditsPending);
  writeUint128(view, offset + account.credits_posted, event.creditsPosted);
  writeUint128(view, offset + account.user_data_128, event.userData128);
  view.setBigUint64(offset + account.user_data_64, event.userData64, true);
  view.setUint32(offset + account.user_data_32, event.userData32, true);
  view.setUint32(offset + account.reserved, event.reserved, true);
  view.setUint32(offset + account.ledger, event.ledger, true);
  view.setUint16(offset + account.code, event.code, true);
  view.setUint16(offset + account.flags, event.flags | (linked ? 1 : 0), true);
  view.setBigUint64(offset + account.timestamp, event.timestamp, true);
}

/** Writes a transfer of 128 bytes. */
export function writeTransfer(
  view: DataView,
  offset: number,
  event: TransferEvent,
  linked: boolean,
  ids: { readonly accounts: Identifiers; readonly transfers: Identifiers },
): void {
  ids.transfers.write(view, offset + transfer.id, event.id);
  ids.accounts.write(view, offset + transfer.debit_account_id, event.debit);
  ids.accounts.write(view, offset + transfer.credit_account_id, event.credit);
  writeUint128(view, offset + transfer.amount, event.amount);
  ids.transfers.write(view, offset + transfer.pending_id, event.pending);
  writeUint128(view, offset + transfer.user_data_128, event.userData128);
  view.setBigUint64(offset + transfer.user_data_64, event.userData64, true);
  view.setUint32(offset + transfer.user_data_32, event.userData32, true);
  view.setUint32(offset + transfer.timeout, event.timeout, true);
  view.setUint32(offset + transfer.ledger, event.ledger, true);
  view.setUint16(offset + transfer.code, event.code, true);
  view.setUint16(offset + transfer.flags, event.flags | (linked ? 1 : 0), true);
  view.setBigUint64(offset + transfer.timestamp, event.timestamp, true);
}
