import { headerSize } from '../environment.ts';
import { createResult, transfer } from '../ledger/layouts.ts';
import { operations } from '../ledger/operations.ts';
import type { Plan } from '../plan.ts';
import { BalanceBook } from './balance-book.ts';
import { viewOf } from './batches.ts';
import type { Evidence } from './checker.ts';
import type { Contradiction } from './findings.ts';
import { type LogFollower, type LogStep, nameStep } from './log-step.ts';

/** How many pending transfers one pulse expires at most: as many as a message holds. */
export function expiriesMaxOf({ cluster }: Plan): number {
  return Math.floor((cluster.configuration.messageSizeMax - headerSize) / transfer.size);
}

/** Keeps the book: enters what the log created, until that cannot be. */
export class BookKeeping implements LogFollower {
  readonly book: BalanceBook;
  /** The log holds what cannot be: the book is not kept from there on. */
  stopped = false;
  readonly #evidence: Evidence;

  constructor(evidence: Evidence, expiriesMax: number) {
    this.#evidence = evidence;
    this.book = new BalanceBook(expiriesMax);
  }

  take(step: LogStep): Contradiction | null {
    const { commit, request, body } = step;
    if (commit?.operation === operations.pulse) this.book.pulse(commit.timestamp);
    if (commit === null || request?.operation !== commit.operation) return null;
    if (request.operation === operations.create_accounts && body !== null) {
      const count = Math.min(request.events, Math.floor(body.length / createResult.size));
      this.book.open(viewOf(request.body), count, viewOf(body));
    }
    if (request.operation !== operations.create_transfers) return null;
    const wrong = this.#enter(step, viewOf(request.body), request.events);
    this.stopped = wrong !== null;
    return wrong;
  }

  #enter(step: LogStep, transfers: DataView, count: number): Contradiction | null {
    const { op, invokePosition, body, replyPosition } = step;
    const name = (): string => nameStep(this.#evidence.plan, step);
    if (body !== null && body.length < count * createResult.size) {
      const why =
        `${name()} was answered with ${body.length} bytes, too few for the results of ` +
        `${count} transfers.`;
      return { why, events: [replyPosition] };
    }
    const wrong = this.book.enter(transfers, count, body === null ? null : viewOf(body));
    if (wrong === null) return null;
    const position = body === null ? invokePosition : replyPosition;
    return { why: `${name()} was answered from op ${op}: ${wrong}.`, events: [position] };
  }
}
