import type { ReplyResults, RequestEvents, RequestName } from '../../harness/ledger/bodies.ts';
import type { CreateResult } from '../../harness/ledger/records.ts';
import { createAccountStatus, createTransferStatus } from '../../harness/ledger/statuses.ts';
import { Books } from './books.ts';
import { getChangeEvents } from './change-events.ts';
import { createAccounts, createTransfers } from './create-batch.ts';
import { dueTransfers, pulse } from './expiry.ts';
import { changeEventsMax } from './limits.ts';
import { lookup } from './lookups.ts';
import {
  getAccountBalances,
  getAccountTransfers,
  queryAccounts,
  queryTransfers,
} from './queries.ts';

/** Events with all of their fields. */
export type Events<Name extends RequestName> = readonly Required<RequestEvents[Name]>[];

/**
 * TigerBeetle's accounting once more: what every request must be answered with. Written from what
 * is known of the real server and held against recordings of it; it shares no rule with
 * harness/ledger, and it is as slow as it is plain.
 */
export class Oracle {
  books = new Books();
  private readonly changeEventsMax: number;

  constructor(limits: { readonly changeEventsMax: number } = { changeEventsMax }) {
    this.changeEventsMax = limits.changeEventsMax;
  }

  /** How many transfers a pulse would expire. */
  dueCount(now: bigint): number {
    return dueTransfers(this.books, now).length;
  }

  pulse(timestamp: bigint): void {
    pulse(this.books, timestamp);
  }

  /**
   * The results of each batch of a request. Its timestamp is that of its last event.
   * @throws ServerAborts where the real server would end; nothing has happened then.
   */
  answer<Name extends RequestName>(
    name: Name,
    batches: readonly Events<Name>[],
    timestamp: bigint,
  ): ReplyResults[Name][][] {
    const before = this.books.copy();
    try {
      return batches.map((events, index) => {
        const later = batches.slice(index + 1).reduce((sum, batch) => sum + batch.length, 0);
        return this.answerBatch(name, events, timestamp - BigInt(later));
      });
    } catch (error) {
      this.books = before;
      throw error;
    }
  }

  private answerBatch<Name extends RequestName>(
    name: Name,
    events: Events<Name>,
    timestamp: bigint,
  ): ReplyResults[Name][] {
    const { books } = this;
    const answers: { [Each in RequestName]: (events: Events<Each>) => ReplyResults[Each][] } = {
      create_accounts: (all) =>
        numbered(createAccounts(books, all, timestamp), createAccountStatus),
      create_transfers: (all) =>
        numbered(createTransfers(books, all, timestamp), createTransferStatus),
      lookup_accounts: (ids) => lookup(books.accounts, ids),
      lookup_transfers: (ids) => lookup(books.transfers, ids),
      get_account_transfers: ([filter]) => (filter ? getAccountTransfers(books, filter) : []),
      get_account_balances: ([filter]) => (filter ? getAccountBalances(books, filter) : []),
      query_accounts: ([filter]) => (filter ? queryAccounts(books, filter) : []),
      query_transfers: ([filter]) => (filter ? queryTransfers(books, filter) : []),
      get_change_events: ([filter]) =>
        filter ? getChangeEvents(books, filter, this.changeEventsMax) : [],
    };
    return answers[name](events);
  }
}

/** Statuses are names here and numbers on the wire. */
function numbered<Status extends string>(
  results: readonly { status: Status; timestamp: bigint }[],
  numbers: Readonly<Record<Status, number>>,
): CreateResult[] {
  return results.map(({ status, timestamp }) => ({ status: numbers[status], timestamp }));
}
