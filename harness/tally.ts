import type { Evidence } from './checkers/checker.ts';
import { EvidenceNotes } from './checkers/evidence-notes.ts';
import { bodyOf, eventAt, requestOf } from './checkers/requests.ts';
import { struckFault } from './fault-strikes.ts';
import type { HistoryEvent } from './history.ts';
import { countResults, readStatus } from './ledger/bodies.ts';
import { operationName, operations } from './ledger/operations.ts';
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
  const counted = walkedEvents(evidence);
  let sum = 0;
  evidence.history.events.forEach((event, position) => {
    if (event.kind !== 'invoke') return;
    sum += counted[position] || (requestOf(evidence, event)?.events ?? 0);
  });
  return sum;
}

/** By the position of an invocation: what the checkers counted already, for few are left out. */
function walkedEvents(evidence: Evidence): Uint32Array {
  try {
    return EvidenceNotes.of(evidence).walk.events;
  } catch {
    // Whoever could not walk the log has said so in a verdict.
    return new Uint32Array(evidence.history.events.length);
  }
}

/** Views in which some replica served as primary, the first one aside. */
function viewChanges(events: readonly HistoryEvent[]): number {
  const views = new Set<number>();
  for (const event of events) {
    if (event.kind === 'state' && event.primary) views.add(event.view);
  }
  return Math.max(0, views.size - 1);
}

/** How often creates were answered with each status, as `create_transfers.created`; most first. */
function createStatuses(evidence: Evidence): Counts['createStatuses'] {
  const { history } = evidence;
  const { invokes, replies } = EvidenceNotes.of(evidence).requests;
  const tally = new Map<string, number>();
  for (const operation of [operations.create_accounts, operations.create_transfers]) {
    const counts = new Map<number, number>();
    for (const [key, position] of replies) {
      const invoke = invokes.get(key);
      if (invoke === undefined) continue;
      if (eventAt(history.events, invoke, 'invoke').operation !== operation) continue;
      const body = bodyOf(history, eventAt(history.events, position, 'reply'));
      const results = countResults(operation, body);
      for (let result = 0; result < results; result++) {
        const status = readStatus(body, result);
        counts.set(status, (counts.get(status) ?? 0) + 1);
      }
    }
    for (const [status, frequency] of counts) {
      tally.set(`${operationName(operation)}.${statusNaming(operation)?.(status)}`, frequency);
    }
  }
  const sorted = [...tally].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return Object.fromEntries(sorted);
}
