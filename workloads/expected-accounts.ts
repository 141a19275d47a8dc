import { accountFlags } from '../harness/ledger/layouts.ts';
import { createAccountStatus as status } from '../harness/ledger/statuses.ts';
import type { AccountPlan } from './account-plans.ts';
import { idMax, idZero } from './identifiers.ts';
import type { AccountEvent } from './records.ts';

const highestFlag = 63;
const imported = accountFlags.imported;
const timestampMax = (1n << 63n) - 1n;

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
  const moment = momentStatus(event, batchImported, possible);
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
  if ((event.flags & imported) !== 0)
    possible.add(status.imported_event_timestamp_must_not_regress);
  return status.created;
}

/** What the rules on timestamps answer; null where they let it pass. */
function momentStatus(
  event: AccountEvent,
  batchImported: boolean,
  possible: Set<number>,
): number | null {
  const own = (event.flags & imported) !== 0;
  if (own !== batchImported) {
    return own ? status.imported_event_not_expected : status.imported_event_expected;
  }
  if (!own) return event.timestamp === 0n ? null : status.timestamp_must_be_zero;
  if (event.timestamp === 0n || event.timestamp > timestampMax) {
    return status.imported_event_timestamp_out_of_range;
  }
  if (event.timestamp === timestampMax) return status.imported_event_timestamp_must_not_advance;
  possible.add(status.imported_event_timestamp_must_not_advance);
  return null;
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
