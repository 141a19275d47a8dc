import { requestKey } from '../../harness/checkers/requests.ts';
import type { Crossing, Moment } from '../../harness/crossing.ts';
import type { History, HistoryEvent } from '../../harness/history.ts';
import type { Nanoseconds } from '../../harness/time.ts';
import type { Involved, Story } from '../story/story.ts';
import { type Askers, clientNode } from './nodes.ts';

/** A point on a node's line: an event, or an end of a message. */
export interface Point {
  readonly time: Nanoseconds;
  readonly node: number;
  readonly what:
    | { readonly kind: 'event'; readonly event: HistoryEvent; readonly position: number }
    | { readonly kind: 'sent' | 'arrived'; readonly crossing: Crossing };
}

/** Where nothing says when it began, so many events are looked back. */
const lookBack = 400;

/** All points that a violation may depend on, in the order in which they came. */
export function readPoints(
  { history, story }: { readonly history: History; readonly story: Story },
  crossings: readonly Crossing[],
  nodes: Askers,
): readonly Point[] {
  const window = windowOf(history, story);
  const events = eventPoints(history, story.involved, window, nodes);
  const ends = crossings.flatMap((crossing) => {
    const { sender, receiver, sent, arrived } = crossing;
    if (sent.events < window.from || sent.events > window.until + 1) return [];
    const start = { ...placed(sender, sent), what: { kind: 'sent' as const, crossing } };
    if (arrived === null) return [start];
    return [start, { ...placed(receiver, arrived), what: { kind: 'arrived' as const, crossing } }];
  });
  return [...events, ...ends].toSorted((a, b) => a.place - b.place || a.order - b.order);
}

function placed(node: number, { time, events, order }: Moment) {
  // Between the last event that had been recorded and the next one.
  return { node, time, place: events - 0.5, order };
}

interface Window {
  readonly from: number;
  readonly until: number;
}

/** From the first event that the violation has to do with to the last one that shows it. */
function windowOf({ events }: History, { involved, checker }: Story): Window {
  const { positions } = involved;
  const silent = positions.length === 0 || checker === 'liveness';
  const until = silent ? events.length - 1 : Math.max(...positions);
  const concerns = concerning(events, involved);
  const first = events.findIndex((event) => concerns(event));
  return { from: first < 0 ? Math.max(0, until - lookBack) : first, until };
}

/** Whether an event is about an op or a request that is involved. */
function concerning(
  events: readonly HistoryEvent[],
  { ops, requests }: Involved,
): (event: HistoryEvent) => boolean {
  const wanted = new Set(ops);
  const keys = new Set(requests.map(({ session, request }) => requestKey(session, request)));
  for (const event of events) {
    if (event.kind !== 'commit' || !wanted.has(event.op) || event.session < 0) continue;
    if (event.request > 0) keys.add(requestKey(event.session, event.request));
  }
  return (event) => {
    if (event.kind === 'commit') return wanted.has(event.op);
    if (event.kind !== 'invoke' && event.kind !== 'reply') return false;
    return keys.has(requestKey(event.session, event.request));
  };
}

function eventPoints(
  { events }: History,
  involved: Involved,
  { from, until }: Window,
  nodes: Askers,
) {
  const concerns = concerning(events, involved);
  const shown = new Set(involved.positions);
  // An op that a replica executes once more after a restart is no news, unless it is the matter.
  const done = new Set<string>();
  return events.slice(from, until + 1).flatMap((event, offset) => {
    const position = from + offset;
    const node = nodeOf(event, nodes);
    if (node < 0 || !(shown.has(position) || concerns(event) || isChange(event))) return [];
    if (event.kind === 'commit' && !shown.has(position)) {
      const key = `${event.replica} ${event.op}`;
      if (done.has(key)) return [];
      done.add(key);
    }
    const what = { kind: 'event' as const, event, position };
    return [{ node, time: event.time, place: position, order: 0, what }];
  });
}

function nodeOf(event: HistoryEvent, nodes: Askers): number {
  if ('replica' in event) return event.replica;
  return 'session' in event ? clientNode(nodes, event.session) : -1;
}

function isChange({ kind }: HistoryEvent): boolean {
  return ['state', 'crash', 'start', 'pause', 'resume', 'panic', 'broken-promise'].includes(kind);
}
