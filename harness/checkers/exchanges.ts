import {
  decodeReply,
  decodeRequest,
  isRequestName,
  type ReplyResults,
  type RequestEvents,
  type RequestName,
} from '../ledger/bodies.ts';
import { operationName } from '../ledger/operations.ts';
import type { Evidence } from './checker.ts';
import { EvidenceNotes } from './evidence-notes.ts';
import { bodyOf, eventAt, requestOf } from './requests.ts';

/** A request that was answered, and its answer, both decoded; told apart by `operation`. */
export type Exchange = {
  [Name in RequestName]: ExchangeOf<Name>;
}[RequestName];

interface ExchangeOf<Name extends RequestName> {
  readonly operation: Name;
  /** Which request of the workload it is. */
  readonly stage: string;
  readonly index: number;
  /** What was asked; amounts and ids are bigints, timestamps nanoseconds since 1970. */
  readonly events: readonly Required<RequestEvents[Name]>[];
  /** What was answered; to a create one result for each event, in the same order. */
  readonly results: readonly ReplyResults[Name][];
  /** Where it stands in the log: 1 is the first op. */
  readonly op: number;
  /** The position of its reply in the history's events, to be named in a verdict. */
  readonly position: number;
}

/**
 * Every request that was answered, in the order of the log: what a checker of one's own reads. A
 * request without an answer may have been executed too; the history's `invoke` events count all.
 */
export function exchanges(evidence: Evidence): Exchange[] {
  const { invokes, replies } = EvidenceNotes.of(evidence).requests;
  const found: Exchange[] = [];
  for (const [key, position] of replies) {
    const invoke = invokes.get(key);
    if (invoke === undefined) continue;
    const exchange = exchangeOf(evidence, invoke, position);
    if (exchange !== null) found.push(exchange);
  }
  return found.toSorted((a, b) => a.op - b.op);
}

function exchangeOf(evidence: Evidence, at: number, position: number): Exchange | null {
  const { plan, history } = evidence;
  const invoke = eventAt(history.events, at, 'invoke');
  const reply = eventAt(history.events, position, 'reply');
  const operation = operationName(invoke.operation);
  const request = requestOf(evidence, invoke);
  if (request === null || !isRequestName(operation)) return null;
  return {
    operation,
    stage: plan.workload.stages[invoke.stage]?.name ?? '',
    index: invoke.index,
    events: decodeRequest(operation, request.body),
    results: decodeReply(operation, bodyOf(history, reply)),
    op: reply.op,
    position,
  } as Exchange;
}
