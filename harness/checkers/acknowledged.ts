import type { EventOf } from '../history.ts';
import type { Request } from '../workload.ts';
import type { Evidence } from './checker.ts';
import { bodyOf, eventAt, type RequestIndex, requestOf } from './requests.ts';

/** A request with the reply that was acknowledged, in full. */
export interface Acknowledged {
  readonly op: number;
  readonly invoke: EventOf<'invoke'>;
  readonly request: Request;
  readonly reply: Uint8Array;
  readonly invokePosition: number;
  readonly replyPosition: number;
}

/** The acknowledged requests of some operations, in the order in which their replies arrived. */
export function* acknowledgedOf(
  evidence: Evidence,
  index: RequestIndex,
  operations: ReadonlySet<number>,
): Generator<Acknowledged, void, undefined> {
  const { events } = evidence.history;
  for (const [key, replyPosition] of index.replies) {
    const invokePosition = index.invokes.get(key);
    if (invokePosition === undefined) continue;
    const invoke = eventAt(events, invokePosition, 'invoke');
    if (!operations.has(invoke.operation)) continue;
    const request = requestOf(evidence, invoke);
    if (request === null) continue;
    const reply = eventAt(events, replyPosition, 'reply');
    yield {
      op: reply.op,
      invoke,
      request,
      reply: bodyOf(evidence.history, reply),
      invokePosition,
      replyPosition,
    };
  }
}
