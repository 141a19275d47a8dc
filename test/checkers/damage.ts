import type { Evidence } from '../../harness/checkers/checker.ts';
import { bodyOf, eventAt, requestKey } from '../../harness/checkers/requests.ts';
import type { EventOf, HistoryEvent } from '../../harness/history.ts';

/** Ways to spoil a history that was right. Nothing of what is given is changed itself. */

export function withEvents(evidence: Evidence, events: readonly HistoryEvent[]): Evidence {
  return { ...evidence, history: { events, bytes: evidence.history.bytes } };
}

/** With more events behind all others. */
export function withMore(evidence: Evidence, ...more: readonly HistoryEvent[]): Evidence {
  return withEvents(evidence, [...evidence.history.events, ...more]);
}

/** With an event replaced by what `change` makes of it. */
export function withEvent<Kind extends 'invoke' | 'reply' | 'commit' | 'digest'>(
  evidence: Evidence,
  position: number,
  kind: Kind,
  change: (event: EventOf<Kind>) => Partial<EventOf<Kind>>,
): Evidence {
  const event = eventAt(evidence.history.events, position, kind);
  const changed = { ...event, ...change(event) } as HistoryEvent;
  return withEvents(evidence, evidence.history.events.with(position, changed));
}

/** With every event of an op (its commits and its reply) replaced. */
export function withOp(
  evidence: Evidence,
  op: number,
  change: (event: EventOf<'commit'> | EventOf<'reply'>) => object,
): Evidence {
  return withEvents(
    evidence,
    evidence.history.events.map((event) =>
      (event.kind === 'commit' || event.kind === 'reply') && event.op === op
        ? ({ ...event, ...change(event) } as HistoryEvent)
        : event,
    ),
  );
}

export function without(evidence: Evidence, drop: (event: HistoryEvent) => boolean): Evidence {
  return withEvents(
    evidence,
    evidence.history.events.filter((event) => !drop(event)),
  );
}

/** With the event at `from` moved to where `to` is now. */
export function moved(evidence: Evidence, from: number, to: number): Evidence {
  const events = [...evidence.history.events];
  const [event] = events.splice(from, 1);
  events.splice(to, 0, event!);
  return withEvents(evidence, events);
}

/** With another body in the reply at `position`. */
export function withBody(
  evidence: Evidence,
  position: number,
  change: (body: Uint8Array) => Uint8Array,
): Evidence {
  const reply = eventAt(evidence.history.events, position, 'reply');
  const body = change(bodyAt(evidence, position).slice());
  const { bytes, events } = evidence.history;
  const joined = new Uint8Array(bytes.length + body.length);
  joined.set(bytes.subarray(0, bytes.length));
  joined.set(body, bytes.length);
  const spoilt = { ...reply, offset: bytes.length, size: body.length };
  return { ...evidence, history: { events: events.with(position, spoilt), bytes: joined } };
}

/** The body of the reply at `position`, in place. */
export function bodyAt({ history }: Evidence, position: number): Uint8Array {
  return bodyOf(history, eventAt(history.events, position, 'reply'));
}

/** Where the events of a kind are that `suits`. */
export function positionsOf<Kind extends 'invoke' | 'reply' | 'commit' | 'digest'>(
  { history }: Evidence,
  kind: Kind,
  suits: (event: EventOf<Kind>) => boolean = () => true,
): number[] {
  return history.events.flatMap((event, position) =>
    event.kind === kind && suits(event as EventOf<Kind>) ? [position] : [],
  );
}

/** Where the replies to an operation are, in the order of their arrival. */
export function repliesTo(evidence: Evidence, operation: number): number[] {
  const asked = new Map<number, number>();
  const found: number[] = [];
  evidence.history.events.forEach((event, position) => {
    if (event.kind !== 'invoke' && event.kind !== 'reply') return;
    const key = requestKey(event.session, event.request);
    if (event.kind === 'invoke') asked.set(key, event.operation);
    else if (asked.get(key) === operation) found.push(position);
  });
  return found;
}
