import { assert } from '../assert.ts';
import type { EventOf, History, HistoryEvent } from '../history.ts';
import { operationName } from '../ledger/operations.ts';
import type { Plan } from '../plan.ts';
import type { Request } from '../workload.ts';
import type { Evidence } from './checker.ts';

const requestsMax = 0x100000000;

/** One number for a session's request: sessions count from 0, requests are 32 bits wide. */
export function requestKey(session: number, request: number): number {
  return session * requestsMax + request;
}

/** Where each request was handed over and answered: positions in the history's events. */
export interface RequestIndex {
  readonly invokes: ReadonlyMap<number, number>;
  readonly replies: ReadonlyMap<number, number>;
}

export function indexRequests(events: readonly HistoryEvent[]): RequestIndex {
  const invokes = new Map<number, number>();
  const replies = new Map<number, number>();
  events.forEach((event, position) => {
    if (event.kind !== 'invoke' && event.kind !== 'reply') return;
    const key = requestKey(event.session, event.request);
    const positions = event.kind === 'invoke' ? invokes : replies;
    if (!positions.has(key)) positions.set(key, position);
  });
  return { invokes, replies };
}

/** The event at a position that is known to hold one of this kind. */
export function eventAt<Kind extends 'invoke' | 'reply' | 'commit' | 'digest'>(
  events: readonly HistoryEvent[],
  position: number,
  kind: Kind,
): EventOf<Kind> {
  const event = events[position];
  assert(event?.kind === kind, `event ${position} of the history is a ${kind}`);
  return event as EventOf<Kind>;
}

/** The request that was handed over, from the workload; null where the plan has no such stage. */
export function requestOf(evidence: Evidence, invoke: EventOf<'invoke'>): Request | null {
  const stage = evidence.plan.workload.stages[invoke.stage];
  return stage === undefined ? null : evidence.workload.request(stage.name, invoke.index);
}

/** The body of a reply, in place. */
export function bodyOf(history: History, reply: EventOf<'reply'>): Uint8Array {
  return history.bytes.subarray(reply.offset, reply.offset + reply.size);
}

/** As `request 17 of stage "load" (create_transfers)`. */
export function nameInvoke(plan: Plan, invoke: EventOf<'invoke'>): string {
  const stage = plan.workload.stages[invoke.stage]?.name ?? `number ${invoke.stage}`;
  return `request ${invoke.index} of stage "${stage}" (${operationName(invoke.operation)})`;
}

/** Whoever asked for what a commit or a reply carries, as far as the numbers tell. */
export function nameAsker(asked: { readonly session: number; readonly request: number }): string {
  if (asked.session < 0) return 'what the cluster itself prepared';
  if (asked.request === 0) return `the registration of session ${asked.session}`;
  return `request ${asked.request} of session ${asked.session}`;
}
