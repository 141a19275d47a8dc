import { accountFlags, transferFlags as flag } from '../harness/ledger/layouts.ts';
import { createTransferStatus as status } from '../harness/ledger/statuses.ts';
import { addTransferExists } from './expected-exists.ts';
import { momentStatus } from './expected-moment.ts';
import { idMax, idZero, unknownNumbers } from './identifiers.ts';
import type { AccountClass } from './population.ts';
import type { AccountEvent, TransferEvent } from './records.ts';
import type { TransferPlan } from './transfer-plans.ts';
import { amountMax, ordinaryBits } from './transfer-roles.ts';

/** What can be known without a ledger. */
export interface Known {
  /** Null where nobody ever makes it. */
  account(number: number): AccountEvent | null;
  classOf(account: number): AccountClass;
  /** The transfer that has this id, if it is sent once only; null where nobody sends it. */
  transfer(number: number): TransferEvent | null;
  /** The forms in which a repeated event is sent. */
  forms(number: number): readonly TransferEvent[];
}

const highestFlag = 511;
const balances = flag.balancing_debit | flag.balancing_credit;
const closes = flag.closing_debit | flag.closing_credit;
const resolves = flag.post_pending_transfer | flag.void_pending_transfer;

/** No time-out below this one (30 years) reaches the end of time. */
const timeoutSafe = 1_000_000_000;

/**
 * What a ledger may answer to a transfer by itself, whatever it holds, in order of precedence: each
 * rule that may apply adds its status, and the first that must apply ends the list.
 */
export function transferStatuses(
  plan: TransferPlan,
  batchImported: boolean,
  known: Known,
): Set<number> {
  const possible = new Set<number>();
  return possible.add(firstCertain(plan, batchImported, known, possible));
}

function firstCertain(
  { event, repeated }: TransferPlan,
  batchImported: boolean,
  known: Known,
  possible: Set<number>,
): number {
  const imported = (event.flags & flag.imported) !== 0;
  const { timestamp } = event;
  const moment = momentStatus({ imported, timestamp }, status, batchImported, possible);
  if (moment !== null) return moment;
  if (event.flags > highestFlag) return status.reserved_flag;
  if (event.id === idZero) return status.id_must_not_be_zero;
  if (event.id === idMax) return status.id_must_not_be_int_max;
  if (repeated !== null) {
    for (const form of known.forms(repeated)) addTransferExists(event, form, possible);
    possible.add(status.id_already_failed);
  }
  if ((event.flags & resolves) !== 0) return resolutionStatus(event, known, possible);
  return transferStatus(event, known, possible);
}

/** A transfer that neither posts nor voids another. */
function transferStatus(event: TransferEvent, known: Known, possible: Set<number>): number {
  if (event.debit === idZero) return status.debit_account_id_must_not_be_zero;
  if (event.debit === idMax) return status.debit_account_id_must_not_be_int_max;
  if (event.credit === idZero) return status.credit_account_id_must_not_be_zero;
  if (event.credit === idMax) return status.credit_account_id_must_not_be_int_max;
  if (event.debit === event.credit) return status.accounts_must_be_different;
  if (event.pending !== idZero) return status.pending_id_must_be_zero;
  if ((event.flags & flag.pending) === 0) {
    if (event.timeout !== 0) return status.timeout_reserved_for_pending_transfer;
    if ((event.flags & closes) !== 0) return status.closing_transfer_must_be_pending;
  }
  if (event.ledger === 0) return status.ledger_must_not_be_zero;
  if (event.code === 0) return status.code_must_not_be_zero;
  const debit = known.account(event.debit);
  if (debit === null) return status.debit_account_not_found;
  possible.add(status.debit_account_not_found);
  const credit = known.account(event.credit);
  if (credit === null) return status.credit_account_not_found;
  possible.add(status.credit_account_not_found);
  if (debit.ledger !== credit.ledger) return status.accounts_must_have_the_same_ledger;
  if (event.ledger !== debit.ledger) return status.transfer_must_have_the_same_ledger_as_accounts;
  if ((event.flags & flag.imported) !== 0) {
    addImported(possible);
    if (event.timeout !== 0) return status.imported_event_timeout_must_be_zero;
  }
  const closed = closedStatus(debit, credit, known, possible);
  if (closed !== null) return closed;
  addOverflows(event, known, possible);
  if (event.timeout >= timeoutSafe) possible.add(status.overflows_timeout);
  if ((debit.flags & accountFlags.debits_must_not_exceed_credits) !== 0) {
    possible.add(status.exceeds_credits);
  }
  if ((credit.flags & accountFlags.credits_must_not_exceed_debits) !== 0) {
    possible.add(status.exceeds_debits);
  }
  return status.created;
}

function addImported(possible: Set<number>): void {
  possible.add(status.imported_event_timestamp_must_not_regress);
  possible.add(status.imported_event_timestamp_must_postdate_debit_account);
  possible.add(status.imported_event_timestamp_must_postdate_credit_account);
}

function closedStatus(
  debit: AccountEvent,
  credit: AccountEvent,
  known: Known,
  possible: Set<number>,
): number | null {
  if ((debit.flags & accountFlags.closed) !== 0) return status.debit_account_already_closed;
  if (known.classOf(debit.id) === 'closable') possible.add(status.debit_account_already_closed);
  if ((credit.flags & accountFlags.closed) !== 0) return status.credit_account_already_closed;
  if (known.classOf(credit.id) === 'closable') possible.add(status.credit_account_already_closed);
  return null;
}

/** Only the vast accounts hold so much, or an amount that would be too much for any. */
function addOverflows(event: TransferEvent, known: Known, possible: Set<number>): void {
  const huge = (event.flags & balances) === 0 && event.amount >> BigInt(ordinaryBits + 1) > 0n;
  const isPending = (event.flags & flag.pending) !== 0;
  if (huge || known.classOf(event.debit) === 'vast') {
    if (isPending) possible.add(status.overflows_debits_pending);
    possible.add(status.overflows_debits_posted);
    possible.add(status.overflows_debits);
  }
  if (huge || known.classOf(event.credit) === 'vast') {
    if (isPending) possible.add(status.overflows_credits_pending);
    possible.add(status.overflows_credits_posted);
    possible.add(status.overflows_credits);
  }
}

/** A post or a void. */
function resolutionStatus(event: TransferEvent, known: Known, possible: Set<number>): number {
  const alone = event.flags & (resolves | flag.pending | balances | closes);
  if (alone !== flag.post_pending_transfer && alone !== flag.void_pending_transfer) {
    return status.flags_are_mutually_exclusive;
  }
  if (event.pending === idZero) return status.pending_id_must_not_be_zero;
  if (event.pending === idMax) return status.pending_id_must_not_be_int_max;
  if (event.pending === event.id) return status.pending_id_must_be_different;
  if (event.timeout !== 0) return status.timeout_reserved_for_pending_transfer;
  const of = event.pending >= unknownNumbers ? null : known.transfer(event.pending);
  if (of === null) return status.pending_transfer_not_found;
  possible.add(status.pending_transfer_not_found);
  if ((of.flags & flag.pending) === 0) return status.pending_transfer_not_pending;
  if (event.debit !== idZero && event.debit !== of.debit) {
    return status.pending_transfer_has_different_debit_account_id;
  }
  if (event.credit !== idZero && event.credit !== of.credit) {
    return status.pending_transfer_has_different_credit_account_id;
  }
  if (event.ledger !== 0 && event.ledger !== of.ledger) {
    return status.pending_transfer_has_different_ledger;
  }
  if (event.code !== 0 && event.code !== of.code) return status.pending_transfer_has_different_code;
  const amount = amountStatus(event, of, possible);
  if (amount !== null) return amount;
  possible.add(status.pending_transfer_already_posted);
  possible.add(status.pending_transfer_already_voided);
  if (of.timeout !== 0) possible.add(status.pending_transfer_expired);
  if ((event.flags & flag.imported) !== 0) {
    possible.add(status.imported_event_timestamp_must_not_regress);
  }
  if ((event.flags & flag.post_pending_transfer) !== 0) {
    if (known.classOf(of.debit) === 'closable') possible.add(status.debit_account_already_closed);
    if (known.classOf(of.credit) === 'closable') possible.add(status.credit_account_already_closed);
  }
  return status.created;
}

/** What the rules on the amount of a post or void answer; null where they let it pass. */
function amountStatus(
  event: TransferEvent,
  of: TransferEvent,
  possible: Set<number>,
): number | null {
  const voids = (event.flags & flag.void_pending_transfer) !== 0;
  if (voids ? event.amount === 0n : event.amount === amountMax) return null;
  const { exceeds_pending_transfer_amount: exceeds } = status;
  const different = status.pending_transfer_has_different_amount;
  if ((of.flags & balances) !== 0) {
    // How much a balancing transfer came to is the ledger's to know, but never more than asked.
    if (event.amount > of.amount) return exceeds;
    if (event.amount > 0n) possible.add(exceeds);
    if (voids) possible.add(different);
    return null;
  }
  if (event.amount > of.amount) return exceeds;
  return voids && event.amount < of.amount ? different : null;
}
