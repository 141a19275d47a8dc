import { account, changeEvent, createResult, transfer, transferFlags } from '../ledger/layouts.ts';
import { operations } from '../ledger/operations.ts';
import { createTransferStatus } from '../ledger/statuses.ts';
import type { Balance } from './balance-book.ts';
import { payloadSize, readU128, viewOf } from './batches.ts';
import type { BookKeeping } from './book-keeping.ts';
import type { Evidence } from './checker.ts';
import type { Contradiction } from './findings.ts';
import { type LogFollower, type LogStep, nameStep } from './log-step.ts';
import { dueAt, held, type PendingBook } from './pending-book.ts';

const { pending, imported, post_pending_transfer, void_pending_transfer } = transferFlags;
const resolving = post_pending_transfer | void_pending_transfer;
const { created, pending_transfer_expired } = createTransferStatus;
/** The type of a change event. */
const expiredType = 4;

/** What is held against its time, and how often. */
export interface ExpiryCounts {
  /** Answers to creates of transfers. */
  answers: number;
  /** Pending transfers with a time-out that were sent, and that were acknowledged as created. */
  sent: number;
  created: number;
  /** Posts and voids of those: in time, and too late. */
  resolved: number;
  refused: number;
  /** Balances of accounts that held something with a time-out. */
  balances: number;
  /** Change events that tell of an expiry. */
  events: number;
  pulses: number;
}

/**
 * Holds what the log says of pending transfers against the times at which they fall due: those
 * follow from the timestamps and the time-outs of what was acknowledged as created.
 */
export class ExpiryWalk implements LogFollower {
  readonly counts: ExpiryCounts = {
    answers: 0,
    sent: 0,
    created: 0,
    resolved: 0,
    refused: 0,
    balances: 0,
    events: 0,
    pulses: 0,
  };
  readonly #evidence: Evidence;
  readonly #keeping: BookKeeping;
  /** How many ops may follow what falls due before a pulse does; 0 where that is not bounded. */
  readonly #delayMax: number;
  /** What should have expired, and the op from which on that is so. */
  #overdue = -1;
  #overdueOp = 0;
  #last: LogStep | null = null;

  constructor(evidence: Evidence, keeping: BookKeeping) {
    const { cluster, workload } = evidence.plan;
    const { pipelinePrepareQueueMax } = cluster.configuration;
    this.#evidence = evidence;
    this.#keeping = keeping;
    // A pulse follows the commit that makes it due (facts 4.11) as soon as there is a place for it:
    // at once where all clients leave one. Views may change in between, so several times over.
    this.#delayMax = workload.clients < pipelinePrepareQueueMax ? 8 * pipelinePrepareQueueMax : 0;
  }

  take(step: LogStep): Contradiction | null {
    const { commit, request, body } = step;
    if (commit === null) return null;
    if (commit.operation === operations.pulse) this.counts.pulses += 1;
    this.#last = step;
    const wrong =
      request?.operation === commit.operation
        ? this.#judge(step, viewOf(request.body), request.events, body)
        : null;
    return wrong ?? this.#tooLate(step);
  }

  /** What should have expired by the last op, and did not: of a run that came to its end. */
  leftAtEnd(): Contradiction | null {
    const last = this.#last;
    if (last === null || this.#keeping.stopped) return null;
    const { next } = this.#pendings;
    if (!this.#isOverdue(next, last.timestamp)) return null;
    const why =
      `${this.#describe(next)} never expired: no pulse came, though the log goes on to timestamp ` +
      `${last.timestamp}.`;
    return { why, events: [last.commitPosition] };
  }

  get #pendings(): PendingBook {
    return this.#keeping.book.pendings;
  }

  #judge(
    step: LogStep,
    asked: DataView,
    count: number,
    body: Uint8Array | null,
  ): Contradiction | null {
    switch (step.operation) {
      case operations.create_transfers:
        return this.#judgeAnswers(step, asked, count, body);
      case operations.lookup_accounts:
      case operations.query_accounts:
        return body === null ? null : this.#judgeBalances(step, body);
      case operations.get_change_events:
        return body === null ? null : this.#judgeChangeEvents(step, viewOf(body));
      default:
        return null;
    }
  }

  #judgeAnswers(
    step: LogStep,
    transfers: DataView,
    count: number,
    body: Uint8Array | null,
  ): Contradiction | null {
    const answered = body === null ? 0 : Math.floor(body.length / createResult.size);
    const results = body === null ? null : viewOf(body);
    for (let event = 0; event < count; event++) {
      const at = event * transfer.size;
      const flags = transfers.getUint16(at + transfer.flags, true);
      const timed = (flags & pending) !== 0 && transfers.getUint32(at + transfer.timeout, true) > 0;
      if (timed) this.counts.sent += 1;
      if (results === null || event >= answered) continue;
      this.counts.answers += 1;
      const result = event * createResult.size;
      const status = results.getUint32(result + createResult.status, true);
      if (timed && status === created) this.counts.created += 1;
      // What is imported has times of its own.
      if (!(flags & resolving) || flags & imported) continue;
      if (status !== created && status !== pending_transfer_expired) continue;
      const timestamp = results.getBigUint64(result + createResult.timestamp, true);
      const number = this.#pendings.ids.find(transfers, at + transfer.pending_id);
      const why = number < 0 ? null : this.#resolvedWrongly(number, flags, status, timestamp);
      if (why === null) continue;
      const sentence = `Event ${event} of ${this.#name(step)} at op ${step.op} ${why}.`;
      return { why: sentence, events: [step.replyPosition] };
    }
    return null;
  }

  /** A post or a void that came too late and was done, or in time and was refused. */
  #resolvedWrongly(
    number: number,
    flags: number,
    status: number,
    timestamp: bigint,
  ): string | null {
    if (!this.#pendings.isTold(number)) return null;
    const due = this.#pendings.dueOf(number);
    const isLate = due > 0n && timestamp >= due;
    if (due > 0n && status === created) this.counts.resolved += 1;
    if (status === pending_transfer_expired) this.counts.refused += 1;
    if (isLate === (status === pending_transfer_expired)) return null;
    const what = flags & post_pending_transfer ? 'post' : 'void';
    const outcome = isLate
      ? `${what}ed`
      : `was told pending_transfer_expired, when it came to ${what}`;
    return `${outcome} at timestamp ${timestamp} ${this.#describe(number, isLate ? '' : 'what is ')}`;
  }

  #describe(number: number, lead = ''): string {
    const due = this.#pendings.dueOf(number);
    const id = this.#pendings.ids.id(number);
    const time = due === 0n ? 'has no time-out' : `fell due at timestamp ${due}`;
    return `${lead}pending transfer ${id}, which ${time}`;
  }

  #judgeBalances(step: LogStep, body: Uint8Array): Contradiction | null {
    if (this.#keeping.stopped) return null;
    const records = viewOf(body);
    const size = payloadSize(body, account.size) ?? 0;
    for (let at = 0; at < size; at += account.size) {
      const id = readU128(records, at + account.id);
      const balance = this.#keeping.book.balanceOf(id);
      if (balance === undefined || !balance.timed || balance.uncertain) continue;
      this.counts.balances += 1;
      const why = wrongBalance(records, at, id, balance);
      if (why === null) continue;
      const sentence = `${this.#name(step)} at op ${step.op} ${why}.`;
      return { why: sentence, events: [step.replyPosition] };
    }
    return null;
  }

  #judgeChangeEvents(step: LogStep, records: DataView): Contradiction | null {
    const last = records.byteLength - changeEvent.size;
    for (let at = 0; at <= last; at += changeEvent.size) {
      if (records.getUint8(at + changeEvent.type) !== expiredType) continue;
      this.counts.events += 1;
      const timestamp = records.getBigUint64(at + changeEvent.timestamp, true);
      const since = records.getBigUint64(at + changeEvent.transfer_timestamp, true);
      const timeout = records.getUint32(at + changeEvent.transfer_timeout, true);
      const due = dueAt(since, timeout);
      if (timeout > 0 && timestamp >= due) continue;
      const id = readU128(records, at + changeEvent.transfer_id);
      const time = timeout === 0 ? 'has no time-out' : `falls due at timestamp ${due} only`;
      const why =
        `${this.#name(step)} at op ${step.op} read that pending transfer ${id} expired at ` +
        `timestamp ${timestamp}, but it ${time}.`;
      return { why, events: [step.replyPosition] };
    }
    return null;
  }

  /** Something is due, and op after op goes by without a pulse. */
  #tooLate(step: LogStep): Contradiction | null {
    if (this.#delayMax === 0 || this.#keeping.stopped) return null;
    const { next } = this.#pendings;
    if (!this.#isOverdue(next, step.timestamp)) {
      this.#overdue = -1;
      return null;
    }
    if (next !== this.#overdue) {
      this.#overdue = next;
      this.#overdueOp = step.op;
    }
    if (step.op - this.#overdueOp < this.#delayMax) return null;
    const why =
      `${this.#describe(next)}, did not expire: no pulse came from op ${this.#overdueOp} to op ` +
      `${step.op}, which has timestamp ${step.timestamp}.`;
    return { why, events: [step.commitPosition] };
  }

  #isOverdue(number: number, timestamp: bigint): boolean {
    if (number < 0 || this.#pendings.stateOf(number) !== held.held) return false;
    return this.#pendings.dueOf(number) <= timestamp;
  }

  #name(step: LogStep): string {
    return nameStep(this.#evidence.plan, step);
  }
}

function wrongBalance(records: DataView, at: number, id: bigint, balance: Balance): string | null {
  const fields = [
    ['debits_pending', balance.debitsPending],
    ['credits_pending', balance.creditsPending],
  ] as const;
  for (const [field, expected] of fields) {
    const got = readU128(records, at + account[field]);
    if (got === expected) continue;
    const what = got < expected ? 'something expired too early' : 'something that was due is held';
    return (
      `read ${field} ${got} of account ${id}, but what was not posted, voided or due by then ` +
      `comes to ${expected}: ${what}`
    );
  }
  return null;
}
