import { headerSize } from '../environment.ts';
import { fastChecksumHex } from '../fast-checksum.ts';
import type { EventOf, HistoryEvent } from '../history.ts';
import { readStatus } from '../ledger/bodies.ts';
import { Ledger } from '../ledger/ledger.ts';
import { operationName, operations } from '../ledger/operations.ts';
import { statusNaming } from '../ledger/statuses.ts';
import { sameBytes } from '../same-bytes.ts';
import type { Request } from '../workload.ts';
import type { Evidence } from './checker.ts';
import type { Contradiction } from './findings.ts';
import type { LogFollower, LogStep } from './log-step.ts';
import { describeDifference, replyDifference } from './reply-difference.ts';
import { eventAt, nameAsker, nameInvoke } from './requests.ts';

/** Operations below are the replica's own: nothing of them reaches the ledger. */
const stateMachineOperationMin = 128;

const empty: Uint8Array = new Uint8Array(0);

/** Executes the committed log once more, on a ledger of its own, and compares all that it finds. */
export class ModelReplay implements LogFollower {
  compared = 0;
  expectations = 0;
  digests = 0;
  readonly #evidence: Evidence;
  readonly #events: readonly HistoryEvent[];
  readonly #finals = new Map<number, number[]>();
  /** Null when all is replayed: it takes more room than everything else together. */
  #ledger: Ledger | null;
  #timestamp = 0n;

  constructor(evidence: Evidence) {
    const { messageSizeMax } = evidence.plan.cluster.configuration;
    this.#evidence = evidence;
    this.#events = evidence.history.events;
    this.#ledger = new Ledger({ messageBodySizeMax: messageSizeMax - headerSize });
    this.#events.forEach((event, position) => {
      if (event.kind !== 'digest') return;
      const positions = this.#finals.get(event.op);
      if (positions) positions.push(position);
      else this.#finals.set(event.op, [position]);
    });
  }

  take(step: LogStep): Contradiction | null {
    const { commit, commitPosition, op } = step;
    const ledger = this.#ledger;
    if (commit === null || ledger === null) return null;
    const reachesLedger = commit.operation >= stateMachineOperationMin;
    if (!reachesLedger && commit.request === 0) return this.#checkDigests(ledger, op);
    const stray = this.#stray(step, commit) ?? this.#checkTimestamp(step, commit);
    if (stray) return stray;
    let reply: Uint8Array = empty;
    if (reachesLedger) {
      const body = step.request?.body ?? empty;
      if (!ledger.valid(commit.operation, body)) {
        const why = `${this.#name(step)} was committed at op ${op}, though its body is not valid.`;
        return { why, events: [commitPosition] };
      }
      reply = ledger.commit(commit.operation, commit.timestamp, body);
    }
    return this.#compare(step, commit, reply) ?? this.#checkDigests(ledger, op);
  }

  finish(): void {
    this.#ledger = null;
  }

  /** How to call it in a sentence. */
  #name({ invoke, operation }: LogStep): string {
    if (invoke !== null) return nameInvoke(this.#evidence.plan, invoke);
    return `The cluster's own ${operationName(operation)}`;
  }

  /** An op that is not what a client sent. */
  #stray(step: LogStep, commit: EventOf<'commit'>): Contradiction | null {
    if (commit.session < 0) return null;
    const { invoke, invokePosition, request, commitPosition } = step;
    if (invoke === null) {
      const why = `Op ${commit.op} is ${nameAsker(commit)}, which no client ever sent.`;
      return { why, events: [commitPosition] };
    }
    if (request === null) {
      const why = `${this.#name(step)} belongs to no stage of the plan.`;
      return { why, events: [invokePosition] };
    }
    if (request.operation === commit.operation && request.operation === invoke.operation) {
      return null;
    }
    const why =
      `${this.#name(step)} was executed as ${operationName(commit.operation)} at op ` +
      `${commit.op}, but the plan has ${operationName(request.operation)} there.`;
    return { why, events: [invokePosition, commitPosition] };
  }

  /** Every created event has a nanosecond of its own, after all of the op before. */
  #checkTimestamp(step: LogStep, commit: EventOf<'commit'>): Contradiction | null {
    const { operation, timestamp, op } = commit;
    const creates =
      operation === operations.create_accounts || operation === operations.create_transfers;
    const reserved = creates ? (step.request?.events ?? 1) : 1;
    const first = timestamp - BigInt(Math.max(reserved, 1)) + 1n;
    const before = this.#timestamp;
    this.#timestamp = timestamp;
    if (first > before) return null;
    const why =
      `${this.#name(step)} at op ${op} has timestamps from ${first} to ${timestamp}, but the op ` +
      `before had ${before} already.`;
    return { why, events: [step.commitPosition] };
  }

  #compare(step: LogStep, commit: EventOf<'commit'>, expected: Uint8Array): Contradiction | null {
    if (step.reply !== null && step.body !== null) {
      const wrong = this.#compareReply(step, commit, step.reply, expected, step.body);
      if (wrong) return wrong;
      this.compared += 1;
    }
    const checksum = fastChecksumHex(expected);
    if (checksum === commit.reply) return null;
    const why =
      `${this.#name(step)} was answered by replica ${commit.replica} at op ${commit.op} with ` +
      `another reply (checksum ${commit.reply}) than the ledger's (${checksum}).`;
    return { why, events: [step.commitPosition] };
  }

  #compareReply(
    step: LogStep,
    commit: EventOf<'commit'>,
    reply: EventOf<'reply'>,
    expected: Uint8Array,
    got: Uint8Array,
  ): Contradiction | null {
    const events = [step.commitPosition, step.replyPosition];
    if (reply.op !== commit.op || reply.timestamp !== commit.timestamp) {
      const why =
        `${this.#name(step)} was acknowledged at op ${reply.op} and timestamp ` +
        `${reply.timestamp}, but executed at op ${commit.op} and timestamp ${commit.timestamp}.`;
      return { why, events };
    }
    if (!sameBytes(expected, got)) {
      const difference = describeDifference(replyDifference(commit.operation, expected, got));
      const why = `In the reply to ${this.#name(step)} at op ${commit.op} ${difference}.`;
      return { why, events };
    }
    return step.request === null ? null : this.#checkExpected(step, step.request, got);
  }

  /** By the plan alone: here the ledger has no say. */
  #checkExpected(step: LogStep, request: Request, got: Uint8Array): Contradiction | null {
    const nameOf = statusNaming(step.operation);
    if (nameOf === null) return null;
    for (let event = 0; event < request.events; event++) {
      const allowed = request.expected(event);
      if (allowed === null) continue;
      const status = readStatus(got, event);
      this.expectations += 1;
      if (allowed.has(status)) continue;
      const why =
        `Event ${event} of ${this.#name(step)} was answered ${nameOf(status)} at op ${step.op}, ` +
        `where the plan allows ${[...allowed].map(nameOf).join(', ')}.`;
      return { why, events: [step.replyPosition] };
    }
    return null;
  }

  #checkDigests(ledger: Ledger, op: number): Contradiction | null {
    const positions = this.#finals.get(op);
    if (positions === undefined) return null;
    const expected = ledger.digest();
    for (const position of positions) {
      const { replica, digest } = eventAt(this.#events, position, 'digest');
      this.digests += 1;
      if (digest === expected) continue;
      const why =
        `Replica ${replica} ended at op ${op} with digest ${digest}, but replaying the log up to ` +
        `there gives ${expected}.`;
      return { why, events: [position] };
    }
    return null;
  }
}
