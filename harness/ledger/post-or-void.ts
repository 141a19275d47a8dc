import { created } from './create-batch.ts';
import { transferFlags } from './layouts.ts';
import { transferWord } from './record-words.ts';
import type { Rules } from './rules.ts';
import { linkWord, pendingStatus, type State } from './state.ts';
import { createTransferStatus as statuses } from './statuses.ts';
import { compare, copy, equal, isMax, isZero } from './u128.ts';

const word = transferWord;
const excluded =
  transferFlags.pending |
  transferFlags.balancing_debit |
  transferFlags.balancing_credit |
  transferFlags.closing_debit |
  transferFlags.closing_credit;

const amount = new Int32Array(4);
const deadline = new Int32Array(2);

/**
 * Posts or voids a pending transfer.
 *
 * Where the real server of release 0.17.9 aborts, this does what the rules say otherwise: importing
 * a post or void of a transfer that is still pending and has a time-out creates it, with the
 * imported timestamp; the transfer is then pending no more and never expires (facts 4.11.13).
 */
export class PostOrVoid {
  private readonly state: State;
  private readonly rules: Rules;

  constructor(state: State, rules: Rules) {
    this.state = state;
    this.rules = rules;
  }

  /** `high` and `low` are the event's time; the actual ones its timestamp, imported or not. */
  execute(
    idHash: number,
    words: Int32Array,
    at: number,
    flags: number,
    high: number,
    low: number,
    actualHigh: number,
    actualLow: number,
    inChain: boolean,
  ): number {
    const status = checkFields(words, at, flags);
    if (status !== 0) return status;
    const pending = this.state.transfers.indexOf(words, at + word.pending_id);
    if (pending < 0) return statuses.pending_transfer_not_found;
    const mismatch = this.checkPending(words, at, flags, pending);
    if (mismatch !== 0) return mismatch;
    const settled = this.checkSettled(pending, high, low);
    if (settled !== 0) return settled;

    const { accounts, transfers } = this.state;
    if (
      flags & transferFlags.imported &&
      (transfers.regresses(actualHigh, actualLow) || accounts.hasTimestamp(actualHigh, actualLow))
    ) {
      return statuses.imported_event_timestamp_must_not_regress;
    }
    const debit = this.state.link(pending, linkWord.debit);
    const credit = this.state.link(pending, linkWord.credit);
    if (!this.rules.isAllowedOnClosed(flags)) {
      if (this.rules.isClosed(debit)) return statuses.debit_account_already_closed;
      if (this.rules.isClosed(credit)) return statuses.credit_account_already_closed;
    }
    const transfer = transfers.append(idHash, words, at, actualHigh, actualLow);
    this.inherit(transfer, pending);
    if (inChain) {
      this.state.undo.save(debit);
      this.state.undo.save(credit);
    }
    this.apply(flags, pending, debit, credit);
    return created;
  }

  /** Compares with the pending transfer; leaves the amount to be posted or voided in `amount`. */
  private checkPending(words: Int32Array, at: number, flags: number, pending: number): number {
    const page = this.state.transfers.records.page(pending);
    const p = this.state.transfers.records.at(pending);
    if (!(this.state.transferFlagsOf(pending) & transferFlags.pending)) {
      return statuses.pending_transfer_not_pending;
    }
    const debit = at + word.debit_account_id;
    if (!isZero(words, debit) && !equal(words, debit, page, p + word.debit_account_id)) {
      return statuses.pending_transfer_has_different_debit_account_id;
    }
    const credit = at + word.credit_account_id;
    if (!isZero(words, credit) && !equal(words, credit, page, p + word.credit_account_id)) {
      return statuses.pending_transfer_has_different_credit_account_id;
    }
    const ledger = words[at + word.ledger];
    if (ledger !== 0 && ledger !== page[p + word.ledger]) {
      return statuses.pending_transfer_has_different_ledger;
    }
    const code = (words[at + word.code_and_flags] as number) & 0xffff;
    if (code !== 0 && code !== ((page[p + word.code_and_flags] as number) & 0xffff)) {
      return statuses.pending_transfer_has_different_code;
    }
    const isVoid = (flags & transferFlags.void_pending_transfer) !== 0;
    const whole = isVoid ? isZero(words, at + word.amount) : isMax(words, at + word.amount);
    if (whole) copy(page, p + word.amount, amount, 0);
    else copy(words, at + word.amount, amount, 0);
    const order = compare(amount, 0, page, p + word.amount);
    if (order > 0) return statuses.exceeds_pending_transfer_amount;
    if (isVoid && order < 0) return statuses.pending_transfer_has_different_amount;
    return 0;
  }

  private checkSettled(pending: number, high: number, low: number): number {
    const status = this.state.pendingStatusOf(pending);
    if (status === pendingStatus.posted) return statuses.pending_transfer_already_posted;
    if (status === pendingStatus.voided) return statuses.pending_transfer_already_voided;
    if (status === pendingStatus.expired) return statuses.pending_transfer_expired;
    const timeout = this.state.timeoutOf(pending);
    if (timeout === 0) return 0;
    this.state.deadlineOf(pending, timeout, deadline);
    const due = this.rules.isDue(deadline[1] as number, deadline[0] as number, high, low);
    return due ? statuses.pending_transfer_expired : 0;
  }

  /** Writes into the new transfer what it takes from the pending one. */
  private inherit(transfer: number, pending: number): void {
    const records = this.state.transfers.records;
    const page = records.page(transfer);
    const t = records.at(transfer);
    const from = records.page(pending);
    const p = records.at(pending);
    copy(amount, 0, page, t + word.amount);
    copy(from, p + word.debit_account_id, page, t + word.debit_account_id);
    copy(from, p + word.credit_account_id, page, t + word.credit_account_id);
    if (isZero(page, t + word.user_data_128)) {
      copy(from, p + word.user_data_128, page, t + word.user_data_128);
    }
    const data64 = word.user_data_64;
    if (((page[t + data64] as number) | (page[t + data64 + 1] as number)) === 0) {
      page[t + data64] = from[p + data64] as number;
      page[t + data64 + 1] = from[p + data64 + 1] as number;
    }
    page[t + word.user_data_32] ||= from[p + word.user_data_32] as number;
    page[t + word.ledger] = from[p + word.ledger] as number;
    const flags = (page[t + word.code_and_flags] as number) & ~0xffff;
    page[t + word.code_and_flags] = flags | ((from[p + word.code_and_flags] as number) & 0xffff);
  }

  private apply(flags: number, pending: number, debit: number, credit: number): void {
    const state = this.state;
    let status: number = pendingStatus.posted;
    if (flags & transferFlags.void_pending_transfer) {
      status = pendingStatus.voided;
      this.rules.applyVoided(debit, credit, pending);
    } else {
      this.rules.applyPosted(debit, credit, pending, amount);
    }
    state.setPendingStatus(pending, status);
    state.record(state.links, state.balances, debit, credit, pending, pendingStatus.none);
  }
}

function checkFields(words: Int32Array, at: number, flags: number): number {
  const both = transferFlags.post_pending_transfer | transferFlags.void_pending_transfer;
  if ((flags & both) === both || flags & excluded) return statuses.flags_are_mutually_exclusive;
  const pendingId = at + word.pending_id;
  if (isZero(words, pendingId)) return statuses.pending_id_must_not_be_zero;
  if (isMax(words, pendingId)) return statuses.pending_id_must_not_be_int_max;
  if (equal(words, pendingId, words, at + word.id)) return statuses.pending_id_must_be_different;
  if (words[at + word.timeout] !== 0) return statuses.timeout_reserved_for_pending_transfer;
  return 0;
}
