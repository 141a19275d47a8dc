import type { Evidence } from './checkers/checker.ts';
import type { EventOf, HistoryEvent } from './history.ts';
import { createResult } from './ledger/layouts.ts';
import { decodeTrailer } from './ledger/multi-batch.ts';
import { operationSizes } from './ledger/operation-sizes.ts';
import { operationName, operations } from './ledger/operations.ts';
import {
  accountStatusName,
  createAccountStatus,
  createTransferStatus,
  transferStatusName,
} from './ledger/statuses.ts';
import type { Counts } from './result.ts';

/** How much of everything a run held. */
export function count(evidence: Evidence): Counts {
  const { events } = evidence.history;
  const of = (kind: HistoryEvent['kind']): number =>
    events.reduce((sum, event) => sum + (event.kind === kind ? 1 : 0), 0);
  const requests = of('invoke');
  const replies = of('reply');
  return {
    requests,
    replies,
    unanswered: requests - replies,
    events: eventsAsked(evidence),
    ops: events.reduce((op, event) => (event.kind === 'commit' ? Math.max(op, event.op) : op), 0),
    faults: of('fault'),
    viewChanges: viewChanges(events),
    crashes: of('crash'),
    statuses: statuses(evidence),
  };
}

/** The events (or filters) in all requests that were handed over. */
function eventsAsked({ plan, history, workload }: Evidence): number {
  let sum = 0;
  for (const event of history.events) {
    if (event.kind !== 'invoke') continue;
    const stage = plan.workload.stages[event.stage];
    if (stage !== undefined) sum += workload.request(stage.name, event.index).events;
  }
  return sum;
}

/** Views in which some replica served as primary, the first one aside. */
function viewChanges(events: readonly HistoryEvent[]): number {
  const views = new Set<number>();
  for (const event of events) {
    if (event.kind === 'state' && event.primary) views.add(event.view);
  }
  return Math.max(0, views.size - 1);
}

/** How often each status came in a reply, as `create_transfers.created`, most frequent first. */
function statuses({ history }: Evidence): Counts['statuses'] {
  const operationOf = new Map<string, number>();
  const tally = new Map<string, number>();
  for (const event of history.events) {
    const key = 'session' in event && 'request' in event ? `${event.session}/${event.request}` : '';
    if (event.kind === 'invoke') operationOf.set(key, event.operation);
    if (event.kind !== 'reply') continue;
    const operation = operationOf.get(key);
    if (operation !== undefined) countStatuses(tally, operation, bodyOf(history.bytes, event));
  }
  const sorted = [...tally].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return Object.fromEntries(sorted);
}

function bodyOf(bytes: Uint8Array, reply: EventOf<'reply'>): Uint8Array {
  return bytes.subarray(reply.offset, reply.offset + reply.size);
}

function countStatuses(tally: Map<string, number>, operation: number, body: Uint8Array): void {
  const name = statusNames(operation);
  const results = operationSizes(operation);
  if (name === undefined || results === undefined) return;
  const counts = decodeTrailer(results.result, body) ?? [];
  const total = counts.reduce((sum, each) => sum + each, 0);
  const fields = new DataView(body.buffer, body.byteOffset, body.byteLength);
  for (let i = 0; i < total; i++) {
    const status = fields.getUint32(i * createResult.size + createResult.status, true);
    const key = `${operationName(operation)}.${name(status)}`;
    tally.set(key, (tally.get(key) ?? 0) + 1);
  }
}

function statusNames(operation: number): ((status: number) => string) | undefined {
  if (operation === operations.create_accounts) return accountStatusName;
  if (operation === operations.create_transfers) return transferStatusName;
  return undefined;
}

/** Cannot come from a right ledger of this release before the year 2126. */
const unreachable = new Set(['amount_must_not_be_zero', 'overflows_timeout']);

/** What the run could have exercised and did not, so that a pass is not read as more than it is. */
export function neverExercised(evidence: Evidence, counts: Counts): string[] {
  const { events } = evidence.history;
  const invoked = new Set(events.flatMap((e) => (e.kind === 'invoke' ? [e.operation] : [])));
  const pulsed = events.some(
    (event) => event.kind === 'commit' && event.operation === operations.pulse,
  );
  const missed: string[] = [];
  if (counts.viewChanges === 0) missed.push('a view change');
  if (counts.crashes === 0) missed.push('a crash');
  if (!pulsed) missed.push('an expiry');
  for (const [name, operation] of Object.entries(operations)) {
    if (operation > operations.pulse && !invoked.has(operation)) missed.push(name);
  }
  for (const name of struckNothing(evidence)) missed.push(`fault ${name}`);
  const seen = (status: string): boolean => counts.statuses[status] !== undefined;
  for (const status of Object.keys(createAccountStatus)) {
    if (!seen(`create_accounts.${status}`)) missed.push(`create_accounts.${status}`);
  }
  for (const status of Object.keys(createTransferStatus)) {
    const name = `create_transfers.${status}`;
    if (!seen(name) && !unreachable.has(status)) missed.push(name);
  }
  return missed;
}

/** Kinds of faults in the plan of which none began to strike. */
function struckNothing({ plan, history }: Evidence): string[] {
  const struck = new Set<string>();
  for (const event of history.events) {
    const fault = event.kind === 'fault' ? plan.faults[event.fault] : undefined;
    if (fault !== undefined) struck.add(fault.kind);
  }
  return [...new Set(plan.faults.map(({ kind }) => kind))].filter((kind) => !struck.has(kind));
}
