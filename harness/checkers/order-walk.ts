import type { EventOf, HistoryEvent } from '../history.ts';
import type { Plan } from '../plan.ts';
import { second } from '../time.ts';
import { clockAheadMax } from './clock-bound.ts';
import type { Contradiction } from './findings.ts';
import { eventAt, nameAsker, nameInvoke, requestKey } from './requests.ts';

/** A request on its way, and the latest op of which an answer had arrived when it was sent. */
interface InFlight {
  readonly invoke: number;
  readonly floorOp: number;
  readonly floorReply: number;
}

/** What is known of a place in the log from whoever first spoke of it. */
type Sighting = EventOf<'commit'> | EventOf<'reply'>;

/** Goes through a history once and stops at the first thing that does not fit into one order. */
export class OrderWalk {
  /** Replies that fitted so far. */
  replies = 0;
  readonly #plan: Plan;
  readonly #events: readonly HistoryEvent[];
  readonly #observed: boolean;
  readonly #inFlight = new Map<number, InFlight>();
  /** For each op, and for each request, where its place in the log was first spoken of. */
  readonly #byOp = new Map<number, number>();
  readonly #byRequest = new Map<number, number>();
  /** For each session the position of its latest request's first sighting. */
  readonly #latest = new Map<number, number>();
  readonly #answered = new Map<number, number>();
  #floorOp = 0;
  #floorReply = -1;
  /** How far the time of the log may be ahead of true time. */
  readonly #aheadMax: number;

  constructor(plan: Plan, events: readonly HistoryEvent[]) {
    this.#plan = plan;
    this.#events = events;
    this.#aheadMax = clockAheadMax(plan);
    this.#observed = events.some((event) => event.kind === 'commit');
  }

  toEnd(): Contradiction | null {
    for (let position = 0; position < this.#events.length; position++) {
      const wrong = this.#step(this.#events[position] as HistoryEvent, position);
      if (wrong) return wrong;
    }
    return this.#timestamps();
  }

  #step(event: HistoryEvent, position: number): Contradiction | null {
    if (event.kind === 'invoke') return this.#onInvoke(event, position);
    if (event.kind === 'commit') {
      return this.#onSighting(event, position) ?? this.#notAhead(event, position);
    }
    if (event.kind === 'reply') return this.#onReply(event, position);
    return null;
  }

  /** The time of the log is one that a quorum of clocks agrees upon. */
  #notAhead({ op, timestamp, time }: EventOf<'commit'>, position: number): Contradiction | null {
    if (this.#aheadMax === Number.POSITIVE_INFINITY) return null;
    const ahead = Number(timestamp - BigInt(this.#plan.cluster.epoch)) - time;
    if (ahead <= this.#aheadMax) return null;
    return {
      why:
        `Op ${op} has a timestamp that is ${Math.round(ahead / second)} s ahead of true time, and no ` +
        `quorum of clocks can be further ahead than ${Math.round(this.#aheadMax / second)} s.`,
      events: [position],
    };
  }

  #onInvoke(event: EventOf<'invoke'>, position: number): Contradiction | null {
    const key = requestKey(event.session, event.request);
    const before = this.#inFlight.get(key)?.invoke ?? this.#answered.get(key);
    if (before !== undefined) {
      const why = `Session ${event.session} used request number ${event.request} a second time.`;
      return { why, events: [before, position] };
    }
    this.#inFlight.set(key, {
      invoke: position,
      floorOp: this.#floorOp,
      floorReply: this.#floorReply,
    });
    return null;
  }

  #onReply(event: EventOf<'reply'>, position: number): Contradiction | null {
    const key = requestKey(event.session, event.request);
    const before = this.#answered.get(key);
    if (before !== undefined) {
      return { why: `${nameAsker(event)} was answered twice.`, events: [before, position] };
    }
    if (this.#observed && !this.#byOp.has(event.op)) {
      return {
        why:
          `${nameAsker(event)} was answered from op ${event.op} before any replica had ` +
          `executed that op.`,
        events: [position],
      };
    }
    const wrong = this.#onSighting(event, position);
    if (wrong) return wrong;
    this.#answered.set(key, position);
    this.#inFlight.delete(key);
    this.replies += 1;
    if (event.op > this.#floorOp) {
      this.#floorOp = event.op;
      this.#floorReply = position;
    }
    return null;
  }

  /** Holds an op and who asked for it against what was said of either of them before. */
  #onSighting(event: Sighting, position: number): Contradiction | null {
    const owner = this.#byOp.get(event.op);
    if (owner !== undefined) return this.#sameAsBefore(event, position, owner);
    this.#byOp.set(event.op, position);
    // Neither a pulse nor a registration is a request of the plan.
    if (event.session < 0 || event.request === 0) return null;
    const key = requestKey(event.session, event.request);
    const elsewhere = this.#byRequest.get(key);
    if (elsewhere !== undefined) {
      const op = (this.#events[elsewhere] as Sighting).op;
      return {
        why:
          `${nameAsker(event)} stands in the log twice, at op ${op} and at op ` +
          `${event.op}, so it was executed twice.`,
        events: [elsewhere, position],
      };
    }
    this.#byRequest.set(key, position);
    return this.#notTooEarly(event, position, key) ?? this.#sessionOrder(event, position);
  }

  #sameAsBefore(event: Sighting, position: number, owner: number): Contradiction | null {
    const before = this.#events[owner] as Sighting;
    if (before.session !== event.session || before.request !== event.request) {
      return {
        why: `Op ${event.op} is ${nameAsker(before)} and also ${nameAsker(event)}.`,
        events: [owner, position],
      };
    }
    if (before.timestamp !== event.timestamp) {
      return {
        why: `Op ${event.op} has timestamp ${before.timestamp} and also ${event.timestamp}.`,
        events: [owner, position],
      };
    }
    return null;
  }

  #notTooEarly(event: Sighting, position: number, key: number): Contradiction | null {
    const request = this.#inFlight.get(key);
    if (request === undefined) {
      return {
        why: `${nameAsker(event)} is op ${event.op} of the log, but was not sent by then.`,
        events: [position],
      };
    }
    if (event.op > request.floorOp) return null;
    const floor = eventAt(this.#events, request.floorReply, 'reply');
    const invoke = eventAt(this.#events, request.invoke, 'invoke');
    return {
      why:
        `${nameInvoke(this.#plan, invoke)} was sent after the answer from op ` +
        `${floor.op} had arrived, but took effect at op ${event.op}, before it.`,
      events: [request.floorReply, request.invoke, position],
    };
  }

  #sessionOrder(event: Sighting, position: number): Contradiction | null {
    const latest = this.#latest.get(event.session);
    this.#latest.set(event.session, position);
    if (latest === undefined) return null;
    const before = this.#events[latest] as Sighting;
    if (before.request < event.request === before.op < event.op) return null;
    return {
      why:
        `Session ${event.session} sent request ${before.request} and request ${event.request}, ` +
        `but they stand in the log the other way round, at op ${before.op} and op ${event.op}.`,
      events: [latest, position],
    };
  }

  #timestamps(): Contradiction | null {
    let before = -1;
    // Ops are first spoken of in nearly ascending order: this sorts what is almost sorted.
    for (const op of [...this.#byOp.keys()].toSorted((a, b) => a - b)) {
      const position = this.#byOp.get(op) as number;
      const { timestamp } = this.#events[position] as Sighting;
      if (before >= 0) {
        const earlier = this.#events[before] as Sighting;
        if (timestamp <= earlier.timestamp) {
          return {
            why:
              `Op ${op} has timestamp ${timestamp}, which is not after timestamp ` +
              `${earlier.timestamp} of op ${earlier.op}.`,
            events: [before, position],
          };
        }
      }
      before = position;
    }
    return null;
  }
}
