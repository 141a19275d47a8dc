import { account, accountBalance, accountFilter } from '../ledger/layouts.ts';
import { operations } from '../ledger/operations.ts';
import { AccountReadings } from './account-readings.ts';
import { batchCounts, payloadSize, readU128, viewOf } from './batches.ts';
import type { BookKeeping } from './book-keeping.ts';
import type { Evidence } from './checker.ts';
import type { Contradiction } from './findings.ts';
import { type LogFollower, type LogStep, nameStep } from './log-step.ts';

/** Judges every balance that the log read by what the book has added up by then. */
export class ConservationWalk implements LogFollower {
  readonly readings: AccountReadings;
  readonly #evidence: Evidence;
  readonly #keeping: BookKeeping;

  constructor(evidence: Evidence, keeping: BookKeeping) {
    this.#evidence = evidence;
    this.#keeping = keeping;
    this.readings = new AccountReadings(keeping.book);
  }

  take(step: LogStep): Contradiction | null {
    const { commit, request, body } = step;
    if (commit === null || request?.operation !== commit.operation || body === null) return null;
    if (this.#keeping.stopped) return null;
    switch (request.operation) {
      case operations.lookup_accounts:
      case operations.query_accounts:
        return this.#readAccounts(step, body);
      case operations.get_account_balances:
        return this.#readRows(step, viewOf(request.body), body);
      default:
        return null;
    }
  }

  #readAccounts(step: LogStep, reply: Uint8Array): Contradiction | null {
    const records = viewOf(reply);
    const size = payloadSize(reply, account.size) ?? 0;
    for (let at = 0; at < size; at += account.size) {
      const wrong = this.readings.read(records, at, step.op, step.replyPosition);
      if (wrong) return this.#named(step, wrong.why, wrong.events);
    }
    return null;
  }

  /** Each batch of the request is one filter, and each batch of the reply its rows. */
  #readRows(step: LogStep, filters: DataView, reply: Uint8Array): Contradiction | null {
    if (payloadSize(reply, accountBalance.size) === null) return null;
    let from = 0;
    for (const [batch, count] of batchCounts(reply).entries()) {
      const filter = batch * accountFilter.size;
      if (filter + accountFilter.size > filters.byteLength) return null;
      const id = readU128(filters, filter + accountFilter.account_id);
      const position = step.replyPosition;
      const wrong = this.readings.readHistory(id, viewOf(reply), from, count, position);
      if (wrong) return this.#named(step, wrong.why, wrong.events);
      from += count * accountBalance.size;
    }
    return null;
  }

  #named(step: LogStep, why: string, events: readonly number[]): Contradiction {
    return { why: `${nameStep(this.#evidence.plan, step)} at op ${step.op} ${why}.`, events };
  }
}
