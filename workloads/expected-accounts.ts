import { accountFlags } from '../harness/ledger/layouts.ts';
import { createAccountStatus as status } from '../harness/ledger/statuses.ts';
import type { AccountPlan } from './account-plans.ts';
import { momentStatus } from './expected-moment.ts';
import { idMax, idZero } from './identifiers.ts';
import type { AccountEvent } from './records.ts';

const highestFlag = 63;

/**
 * What a ledger may answer to an account by itself, whatever it holds, in order of precedence: each
 * rule that may apply adds its status, and the first that must apply ends the list.
 */
export function accountStatuses(plan: AccountPlan, batchImported: boolean): Set<number> {
  const possible = new Set<number>();
  const certain = firstCertain(plan, batchImported, possible);
  return possible.add(certain);
}

function firstCertain(plan: AccountPlan, batchImported: boolean, possible: Set<number>): number {
  const { event, forms } = plan;
  const imported = (event.flags & accountFlags.imported) !== 0;
  const { timestamp } = event;
  const moment = momentStatus({ imported, timestamp }, status, batchImported, possible);
  if (moment !== null) return moment;
  if (event.reserved !== 0) return status.reserved_field;
  if (event.flags > highestFlag) return status.reserved_flag;
  if (event.id === idZero) return status.id_must_not_be_zero;
  if (event.id === idMax) return status.id_must_not_be_int_max;
  for (const form of forms) addExists(event, form, possible);
  const limits =
    accountFlags.debits_must_not_exceed_credits | accountFlags.credits_must_not_exceed_debits;
  if ((event.flags & limits) === limits) return status.flags_are_mutually_exclusive;
  if (event.debitsPending !== 0n) return status.debits_pending_must_be_zero;
  if (event.debitsPosted !== 0n) return status.debits_posted_must_be_zero;
  if (event.creditsPending !== 0n) return status.credits_pending_must_be_zero;
  if (event.creditsPosted !== 0n) return status.credits_posted_must_be_zero;
  if (event.ledger === 0) return status.ledger_must_not_be_zero;
  if (event.code === 0) return status.code_must_not_be_zero;
  if (imported) possible.add(status.imported_event_timestamp_must_not_regress);
  return status.created;
}

/** What the event is answered with where the account was created in this form. */
function addExists(event: AccountEvent, form: AccountEvent, possible: Set<number>): void {
  // One of both may have been linked, and a transfer may have closed the account since.
  possible.add(status.exists_with_different_flags);
  if (event.flags !== form.flags) return;
  if (event.userData128 !== form.userData128) {
    possible.add(status.exists_with_different_user_data_128);
  } else if (event.userData64 !== form.userData64) {
    possible.add(status.exists_with_different_user_data_64);
  } else if (event.userData32 !== form.userData32) {
    possible.add(status.exists_with_different_user_data_32);
  } else if (event.ledger !== form.ledger) {
    possible.add(status.exists_with_different_ledger);
  } else if (event.code !== form.code) {
    possible.add(status.exists_with_different_code);
  } else {
    possible.add(status.exists);
  }
}
