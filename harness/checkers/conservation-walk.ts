import { headerSize } from '../environment.ts';
import type { EventOf } from '../history.ts';
import {
  account,
  accountBalance,
  accountFilter,
  createResult,
  transfer,
} from '../ledger/layouts.ts';
import { operations } from '../ledger/operations.ts';
import type { Request } from '../workload.ts';
import { AccountReadings } from './account-readings.ts';
import { BalanceBook } from './balance-book.ts';
import { batchCounts, payloadSize, readU128, viewOf } from './batches.ts';
import type { Evidence } from './checker.ts';
import { type CommitLog, missingOp, readCommits } from './commit-log.ts';
import type { Contradiction } from './findings.ts';
import {
  bodyOf,
  eventAt,
  indexRequests,
  nameInvoke,
  type RequestIndex,
  requestKey,
  requestOf,
} from './requests.ts';

interface Step {
  readonly op: number;
  readonly invoke: EventOf<'invoke'>;
  readonly request: Request;
  /** Null where the request was never answered. */
  readonly reply: Uint8Array | null;
  readonly position: number;
}

/** Goes through the log once, op by op: adds up what was created, and judges what was read. */
export class ConservationWalk {
  readonly book: BalanceBook;
  readonly readings: AccountReadings;
  readonly log: CommitLog;
  /** Why the log can't be added up to its end, if it can't. */
  gap: string | null = null;
  readonly #evidence: Evidence;
  readonly #index: RequestIndex;

  constructor(evidence: Evidence) {
    const { messageSizeMax } = evidence.plan.cluster.configuration;
    this.#evidence = evidence;
    this.#index = indexRequests(evidence.history.events);
    this.log = readCommits(evidence.history.events);
    this.book = new BalanceBook(Math.floor((messageSizeMax - headerSize) / transfer.size));
    this.readings = new AccountReadings(this.book);
  }

  toEnd(): Contradiction | null {
    const { events } = this.#evidence.history;
    const missing = missingOp(this.log);
    for (const op of this.log.ops) {
      if (op === missing || (missing !== null && op > missing)) {
        this.gap = `Nobody executed op ${missing}, so balances after it cannot be added up.`;
        return null;
      }
      const commit = eventAt(events, this.log.first.get(op) as number, 'commit');
      if (commit.operation === operations.pulse) this.book.pulse(commit.timestamp);
      const step = this.#stepOf(commit);
      const wrong = step && this.#take(step);
      if (wrong) return wrong;
    }
    return null;
  }

  #stepOf(commit: EventOf<'commit'>): Step | null {
    if (commit.session < 0 || commit.request === 0) return null;
    const { events } = this.#evidence.history;
    const key = requestKey(commit.session, commit.request);
    const at = this.#index.invokes.get(key);
    if (at === undefined || !concerned.has(commit.operation)) return null;
    const invoke = eventAt(events, at, 'invoke');
    const request = requestOf(this.#evidence, invoke);
    if (request === null || request.operation !== commit.operation) return null;
    const position = this.#index.replies.get(key);
    if (position === undefined)
      return { op: commit.op, invoke, request, reply: null, position: at };
    const reply = bodyOf(this.#evidence.history, eventAt(events, position, 'reply'));
    return { op: commit.op, invoke, request, reply, position };
  }

  #take(step: Step): Contradiction | null {
    if (step.request.operation === operations.create_transfers) return this.#enter(step);
    if (step.reply === null) return null;
    if (step.request.operation === operations.create_accounts) return this.#open(step);
    if (step.request.operation === operations.get_account_balances) return this.#readRows(step);
    return this.#readAccounts(step);
  }

  #open({ request, reply }: Step): null {
    const results = viewOf(reply as Uint8Array);
    const count = Math.min(request.events, Math.floor(results.byteLength / createResult.size));
    this.book.open(viewOf(request.body), count, results);
    return null;
  }

  #enter({ op, invoke, request, reply, position }: Step): Contradiction | null {
    const results = reply === null ? null : viewOf(reply);
    if (results !== null && results.byteLength < request.events * createResult.size) {
      const why =
        `${nameInvoke(this.#evidence.plan, invoke)} was answered with ${results.byteLength} ` +
        `bytes, too few for the results of ${request.events} transfers.`;
      return { why, events: [position] };
    }
    const wrong = this.book.enter(viewOf(request.body), request.events, results);
    if (wrong === null) return null;
    const name = nameInvoke(this.#evidence.plan, invoke);
    return { why: `${name} was answered from op ${op}: ${wrong}.`, events: [position] };
  }

  #readAccounts(step: Step): Contradiction | null {
    const reply = step.reply as Uint8Array;
    const records = viewOf(reply);
    const size = payloadSize(reply, account.size) ?? 0;
    for (let at = 0; at < size; at += account.size) {
      const wrong = this.readings.read(records, at, step.op, step.position);
      if (wrong) return this.#named(step, wrong.why, wrong.events);
    }
    return null;
  }

  /** Each batch of the request is one filter, and each batch of the reply its rows. */
  #readRows(step: Step): Contradiction | null {
    const reply = step.reply as Uint8Array;
    if (payloadSize(reply, accountBalance.size) === null) return null;
    const filters = viewOf(step.request.body);
    let from = 0;
    for (const [batch, count] of batchCounts(reply).entries()) {
      const filter = batch * accountFilter.size;
      if (filter + accountFilter.size > filters.byteLength) return null;
      const id = readU128(filters, filter + accountFilter.account_id);
      const { position } = step;
      const wrong = this.readings.readHistory(id, viewOf(reply), from, count, position);
      if (wrong) return this.#named(step, wrong.why, wrong.events);
      from += count * accountBalance.size;
    }
    return null;
  }

  #named(step: Step, why: string, events: readonly number[]): Contradiction {
    const name = nameInvoke(this.#evidence.plan, step.invoke);
    return { why: `${name} at op ${step.op} ${why}.`, events };
  }
}

const concerned: ReadonlySet<number> = new Set([
  operations.create_accounts,
  operations.create_transfers,
  operations.lookup_accounts,
  operations.query_accounts,
  operations.get_account_balances,
]);
