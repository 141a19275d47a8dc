import type { Nanoseconds } from './time.ts';
import type { Fate } from './tracer.ts';

/**
 * A message of a failed run that has to do with its violation: from where to where, and what became
 * of it. Nodes are replicas first, then clients.
 */
export interface Crossing {
  /** As the wire names it: `prepare_ok`. */
  readonly command: string;
  readonly sender: number;
  readonly receiver: number;
  readonly view: number;
  /** The op that it carries or speaks of; null for a message that is about none. */
  readonly op: number | null;
  readonly sent: Moment;
  /** Null where it never arrived. */
  readonly arrived: Moment | null;
  /** What became of it last: `sent` where it was still on its way at the end. */
  readonly fate: Fate;
}

/** When something happened, and what had been recorded by then: so much goes before it. */
export interface Moment {
  readonly time: Nanoseconds;
  /** How many events the history held. */
  readonly events: number;
  /** Counts all moments of all messages, in the order in which they came. */
  readonly order: number;
}

/** What a failed run was traced for: `trace.json` of its folder. */
export interface Trace {
  readonly vivarium: 'trace';
  readonly version: 1;
  readonly crossings: readonly Crossing[];
  /** Messages beyond the bound, which are not in it. */
  readonly leftOut: number;
}
