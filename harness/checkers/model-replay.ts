import { checksumHex } from '../checksum.ts';
import { headerSize } from '../environment.ts';
import type { EventOf, HistoryEvent } from '../history.ts';
import { readStatus } from '../ledger/bodies.ts';
import { Ledger } from '../ledger/ledger.ts';
import { operationName, operations } from '../ledger/operations.ts';
import { statusNaming } from '../ledger/statuses.ts';
import { sameBytes } from '../same-bytes.ts';
import type { Request } from '../workload.ts';
import type { Evidence } from './checker.ts';
import { type CommitLog, missingOp, readCommits } from './commit-log.ts';
import type { Contradiction } from './findings.ts';
import { describeDifference, replyDifference } from './reply-difference.ts';
import {
  bodyOf,
  eventAt,
  indexRequests,
  nameAsker,
  nameInvoke,
  type RequestIndex,
  requestKey,
  requestOf,
} from './requests.ts';

/** Operations below are the replica's own: nothing of them reaches the ledger. */
const stateMachineOperationMin = 128;

const empty: Uint8Array = new Uint8Array(0);

/** An op of the log with all that is known of it. */
interface Step {
  readonly commit: EventOf<'commit'>;
  readonly commitPosition: number;
  /** How to call it in a sentence. */
  readonly name: string;
  readonly request: Request | null;
  readonly body: Uint8Array;
}

/** Executes the committed log once more, on a ledger of its own, and compares all that it finds. */
export class ModelReplay {
  compared = 0;
  ops = 0;
  expectations = 0;
  digests = 0;
  /** Why the log could not be replayed to its end, if it couldn't. */
  gap: string | null = null;
  readonly #evidence: Evidence;
  readonly #events: readonly HistoryEvent[];
  readonly #index: RequestIndex;
  readonly #log: CommitLog;
  readonly #ledger: Ledger;
  readonly #finals = new Map<number, number[]>();
  #timestamp = 0n;

  constructor(evidence: Evidence) {
    const { messageSizeMax } = evidence.plan.cluster.configuration;
    this.#evidence = evidence;
    this.#events = evidence.history.events;
    this.#index = indexRequests(this.#events);
    this.#log = readCommits(this.#events);
    this.#ledger = new Ledger({ messageBodySizeMax: messageSizeMax - headerSize });
    this.#events.forEach((event, position) => {
      if (event.kind !== 'digest') return;
      const positions = this.#finals.get(event.op);
      if (positions) positions.push(position);
      else this.#finals.set(event.op, [position]);
    });
  }

  toEnd(): Contradiction | null {
    if (this.#log.conflict) return this.#log.conflict;
    const missing = missingOp(this.#log);
    for (const op of this.#log.ops) {
      if (missing !== null && op > missing) {
        this.gap = `Nobody executed op ${missing}, so replies after it cannot be judged.`;
        return null;
      }
      const wrong = this.#replay(op);
      if (wrong) return wrong;
      this.ops += 1;
    }
    if (this.#log.ops.length === 0) {
      this.gap = 'The history tells of no commit, so there is nothing to replay.';
      return null;
    }
    return this.#unmatched();
  }

  #replay(op: number): Contradiction | null {
    const commitPosition = this.#log.first.get(op) as number;
    const commit = eventAt(this.#events, commitPosition, 'commit');
    if (commit.operation < stateMachineOperationMin && commit.request === 0) {
      return this.#checkDigests(op);
    }
    const step = this.#stepOf(commit, commitPosition);
    if ('why' in step) return step;
    const reserved = this.#checkTimestamp(step);
    if (reserved) return reserved;
    let reply: Uint8Array = empty;
    if (commit.operation >= stateMachineOperationMin) {
      if (!this.#ledger.valid(commit.operation, step.body)) {
        const why = `${step.name} was committed at op ${op}, though its body is not valid.`;
        return { why, events: [commitPosition] };
      }
      reply = this.#ledger.commit(commit.operation, commit.timestamp, step.body);
    }
    return this.#compare(step, reply) ?? this.#checkDigests(op);
  }

  #stepOf(commit: EventOf<'commit'>, commitPosition: number): Step | Contradiction {
    if (commit.session < 0) {
      const name = `The cluster's own ${operationName(commit.operation)}`;
      return { commit, commitPosition, name, request: null, body: empty };
    }
    const at = this.#index.invokes.get(requestKey(commit.session, commit.request));
    if (at === undefined) {
      const why = `Op ${commit.op} is ${nameAsker(commit)}, which no client ever sent.`;
      return { why, events: [commitPosition] };
    }
    const invoke = eventAt(this.#events, at, 'invoke');
    const name = nameInvoke(this.#evidence.plan, invoke);
    const request = requestOf(this.#evidence, invoke);
    if (request === null) {
      return { why: `${name} belongs to no stage of the plan.`, events: [at] };
    }
    if (request.operation !== commit.operation || request.operation !== invoke.operation) {
      const why =
        `${name} was executed as ${operationName(commit.operation)} at op ${commit.op}, but the ` +
        `plan has ${operationName(request.operation)} there.`;
      return { why, events: [at, commitPosition] };
    }
    return { commit, commitPosition, name, request, body: request.body };
  }

  /** Every created event has a nanosecond of its own, after all of the op before. */
  #checkTimestamp({ commit, commitPosition, name, request }: Step): Contradiction | null {
    const { operation, timestamp, op } = commit;
    const creates =
      operation === operations.create_accounts || operation === operations.create_transfers;
    const first = timestamp - BigInt(Math.max(creates ? (request?.events ?? 1) : 1, 1)) + 1n;
    const before = this.#timestamp;
    this.#timestamp = timestamp;
    if (first > before) return null;
    const why =
      `${name} at op ${op} has timestamps from ${first} to ${timestamp}, but the op before ` +
      `had ${before} already.`;
    return { why, events: [commitPosition] };
  }

  #compare(step: Step, expected: Uint8Array): Contradiction | null {
    const { commit, commitPosition, name } = step;
    const key = requestKey(commit.session, commit.request);
    const position = commit.session < 0 ? undefined : this.#index.replies.get(key);
    if (position !== undefined) {
      const wrong = this.#compareReply(step, expected, position);
      if (wrong) return wrong;
      this.compared += 1;
    }
    if (checksumHex(expected) === commit.reply) return null;
    const why =
      `${name} was answered by replica ${commit.replica} at op ${commit.op} with another reply ` +
      `(checksum ${commit.reply}) than the ledger's (${checksumHex(expected)}).`;
    return { why, events: [commitPosition] };
  }

  #compareReply(step: Step, expected: Uint8Array, position: number): Contradiction | null {
    const { commit, commitPosition, name, request } = step;
    const reply = eventAt(this.#events, position, 'reply');
    const events = [commitPosition, position];
    if (reply.op !== commit.op || reply.timestamp !== commit.timestamp) {
      const why =
        `${name} was acknowledged at op ${reply.op} and timestamp ${reply.timestamp}, but ` +
        `executed at op ${commit.op} and timestamp ${commit.timestamp}.`;
      return { why, events };
    }
    const got = bodyOf(this.#evidence.history, reply);
    if (!sameBytes(expected, got)) {
      const difference = describeDifference(replyDifference(commit.operation, expected, got));
      return { why: `In the reply to ${name} at op ${commit.op} ${difference}.`, events };
    }
    return request === null ? null : this.#checkExpected(step, request, got, position);
  }

  /** By the plan alone: here the ledger has no say. */
  #checkExpected(
    { commit, name }: Step,
    request: Request,
    got: Uint8Array,
    position: number,
  ): Contradiction | null {
    const nameOf = statusNaming(commit.operation);
    if (nameOf === null) return null;
    for (let event = 0; event < request.events; event++) {
      const allowed = request.expected(event);
      if (allowed === null) continue;
      const status = readStatus(got, event);
      this.expectations += 1;
      if (allowed.has(status)) continue;
      const why =
        `Event ${event} of ${name} was answered ${nameOf(status)} at op ${commit.op}, where the ` +
        `plan allows ${[...allowed].map(nameOf).join(', ')}.`;
      return { why, events: [position] };
    }
    return null;
  }

  #checkDigests(op: number): Contradiction | null {
    const positions = this.#finals.get(op);
    if (positions === undefined) return null;
    const expected = this.#ledger.digest();
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

  /** A reply to a request that is nowhere in the log. */
  #unmatched(): Contradiction | null {
    if (this.compared === this.#index.replies.size) return null;
    const executed = new Set<number>();
    for (const position of this.#log.first.values()) {
      const { session, request } = eventAt(this.#events, position, 'commit');
      if (session >= 0) executed.add(requestKey(session, request));
    }
    for (const [key, position] of this.#index.replies) {
      if (executed.has(key)) continue;
      const reply = eventAt(this.#events, position, 'reply');
      const why = `${nameAsker(reply)} was acknowledged at op ${reply.op}, but nobody executed it.`;
      return { why, events: [position] };
    }
    return null;
  }
}
