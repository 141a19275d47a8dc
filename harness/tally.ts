import type { Evidence } from './checkers/checker.ts';
import { bodyOf, eventAt, indexRequests, requestOf } from './checkers/requests.ts';
import { struckFault } from './fault-strikes.ts';
import type { HistoryEvent } from './history.ts';
import { countResults, readStatus } from './ledger/bodies.ts';
import { operationName } from './ledger/operations.ts';
import { statusNaming } from './ledger/statuses.ts';
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
    faults: events.filter((event) => struckFault(event) !== null).length,
    viewChanges: viewChanges(events),
    crashes: of('crash'),
    createStatuses: createStatuses(evidence),
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

/** How often each status came in a reply to a create, as `create_transfers.created`, most frequent first. */
function createStatuses({ history }: Evidence): Counts['createStatuses'] {
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
