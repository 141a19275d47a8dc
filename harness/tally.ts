import type { Evidence } from './checkers/checker.ts';
import { bodyOf, eventAt, indexRequests, requestOf } from './checkers/requests.ts';
import { struckNothing } from './fault.ts';
import type { EventOf, HistoryEvent } from './history.ts';
import { countResults, readStatus } from './ledger/bodies.ts';
import { operationName, operations } from './ledger/operations.ts';
import { createAccountStatus, createTransferStatus, statusNaming } from './ledger/statuses.ts';
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
    faults: events.filter(hasStruck).length,
    viewChanges: viewChanges(events),
    crashes: of('crash'),
    statuses: statuses(evidence),
  };
}

/** The events (or filters) in all requests that were handed over. */
function eventsAsked(evidence: Evidence): number {
  let sum = 0;
  for (const event of evidence.history.events) {
    if (event.kind === 'invoke') sum += requestOf(evidence, event)?.events ?? 0;
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
  const { invokes, replies } = indexRequests(history.events);
  const tally = new Map<string, number>();
  for (const [key, position] of replies) {
    const invoke = invokes.get(key);
    if (invoke === undefined) continue;
    const { operation } = eventAt(history.events, invoke, 'invoke');
    const reply = eventAt(history.events, position, 'reply');
    countStatuses(tally, operation, bodyOf(history, reply));
  }
  const sorted = [...tally].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return Object.fromEntries(sorted);
}

function countStatuses(tally: Map<string, number>, operation: number, body: Uint8Array): void {
  const nameOf = statusNaming(operation);
  if (nameOf === null) return;
  const results = countResults(operation, body);
  for (let result = 0; result < results; result++) {
    const key = `${operationName(operation)}.${nameOf(readStatus(body, result))}`;
    tally.set(key, (tally.get(key) ?? 0) + 1);
  }
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
  for (const name of kindsWithoutEffect(evidence)) missed.push(`fault ${name}`);
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

/** Kinds of faults in the plan of which none struck anything. */
function kindsWithoutEffect({ plan, history }: Evidence): string[] {
  const struck = new Set<string>();
  for (const event of history.events) {
    if (hasStruck(event)) struck.add(plan.faults[event.fault]?.kind ?? '');
  }
  return [...new Set(plan.faults.map(({ kind }) => kind))].filter((kind) => !struck.has(kind));
}

/** A fault whose target was not there when it came is over without having done anything. */
function hasStruck(event: HistoryEvent): event is EventOf<'fault'> & { readonly time: number } {
  return event.kind === 'fault' && !event.target.startsWith(struckNothing);
}
