import type { EventOf, History, HistoryEvent } from '../../harness/history.ts';
import type { Nanoseconds } from '../../harness/time.ts';

export const laneStates = [
  'primary',
  'backup',
  'view-change',
  'recovering',
  'recovering-head',
  'paused',
  'down',
] as const;
export type LaneState = (typeof laneStates)[number];

export interface LaneSegment {
  readonly from: Nanoseconds;
  readonly until: Nanoseconds;
  readonly state: LaneState;
  /** Null where the replica is down, or has said nothing yet. */
  readonly view: number | null;
  /** The op that it had committed last when the segment ended. */
  readonly op: number;
}

/** The life of a replica. */
export interface Lane {
  readonly replica: number;
  readonly segments: readonly LaneSegment[];
  readonly crashes: readonly Nanoseconds[];
  readonly panics: readonly EventOf<'panic'>[];
  /** The op that it committed last, now and then; it begins again where it was restarted. */
  readonly commits: readonly { readonly time: Nanoseconds; readonly op: number }[];
  readonly opLast: number;
}

/** Steps of the commit line: finer ones would not be seen. */
const commitStepsMax = 240;

export function readLanes(history: History, replicas: number, end: Nanoseconds): readonly Lane[] {
  const builders = Array.from({ length: replicas }, (_, replica) => new LaneBuilder(replica, end));
  for (const event of history.events) {
    if ('replica' in event) builders[event.replica]?.add(event);
  }
  return builders.map((builder) => builder.build());
}

class LaneBuilder {
  readonly #replica: number;
  readonly #end: Nanoseconds;
  readonly #segments: LaneSegment[] = [];
  readonly #crashes: Nanoseconds[] = [];
  readonly #panics: EventOf<'panic'>[] = [];
  readonly #commits = new Map<number, { time: Nanoseconds; op: number }>();
  #since: Nanoseconds = 0;
  /** What it is at present; null before its first event. */
  #process: 'up' | 'paused' | 'down' | null = null;
  #said: EventOf<'state'> | null = null;
  #op = 0;

  constructor(replica: number, end: Nanoseconds) {
    this.#replica = replica;
    this.#end = end;
  }

  // oxlint-disable-next-line max-lines-per-function -- one case a kind of event
  add(event: HistoryEvent): void {
    switch (event.kind) {
      case 'commit':
        this.#op = event.op;
        this.#commits.set(Math.floor((event.time / this.#end) * commitStepsMax), event);
        return;
      case 'state':
        this.#close(event.time);
        this.#process ??= 'up';
        this.#said = event;
        return;
      case 'start':
        this.#close(event.time);
        this.#process = 'up';
        this.#said = null;
        return;
      case 'resume':
        this.#close(event.time);
        this.#process = 'up';
        return;
      case 'pause':
        this.#close(event.time);
        this.#process = 'paused';
        return;
      case 'crash':
        this.#close(event.time);
        this.#process = 'down';
        this.#crashes.push(event.time);
        return;
      case 'panic':
        this.#close(event.time);
        this.#process = 'down';
        this.#panics.push(event);
        return;
      default:
    }
  }

  build(): Lane {
    this.#close(this.#end);
    return {
      replica: this.#replica,
      segments: this.#segments,
      crashes: this.#crashes,
      panics: this.#panics,
      commits: [...this.#commits.values()].map(({ time, op }) => ({ time, op })),
      opLast: this.#op,
    };
  }

  #close(time: Nanoseconds): void {
    const from = this.#since;
    this.#since = time;
    if (this.#process === null || time <= from) return;
    const state = this.#state();
    const view = this.#process === 'down' ? null : (this.#said?.view ?? null);
    const last = this.#segments.at(-1);
    if (last?.until === from && last.state === state && last.view === view) {
      this.#segments[this.#segments.length - 1] = { ...last, until: time, op: this.#op };
    } else this.#segments.push({ from, until: time, state, view, op: this.#op });
  }

  #state(): LaneState {
    if (this.#process !== 'up') return this.#process ?? 'down';
    if (this.#said === null) return 'recovering';
    if (this.#said.status !== 'normal') return this.#said.status;
    return this.#said.primary ? 'primary' : 'backup';
  }
}

/** Each state's share of the time, for those who read a table rather than a lane. */
export function shares(lane: Lane): ReadonlyMap<LaneState, Nanoseconds> {
  const sums = new Map<LaneState, Nanoseconds>();
  for (const { state, from, until } of lane.segments) {
    sums.set(state, (sums.get(state) ?? 0) + until - from);
  }
  return sums;
}
