import type { ReplicaState, Zone } from './environment.ts';
import type { HistoryEvent } from './history.ts';
import type { Nanoseconds } from './time.ts';

/**
 * Is told more of a run than its history keeps. Nothing comes back, so a run with one has the same
 * history as without. What it does not ask for costs nothing.
 */
export interface Tracer {
  /** Called first: `vitals` says later what a replica knows by then; null while it is down. */
  onOpen?(vitals: (replica: number) => ReplicaVitals | null): void;
  onPassage?(passage: Passage): void;
  /** A replica took a rare branch, which `marks` of cluster/vsr names. */
  onReached?(time: Nanoseconds, replica: number, mark: string): void;
  /** A replica stopped while its disk was writing: what became of each of those writes. */
  onCrashedWrites?(time: Nanoseconds, replica: number, writes: readonly CrashedWriteFate[]): void;
  /** What was appended to the history, at once. */
  onEvent?(event: HistoryEvent): void;
}

/**
 * What became of a message on its way:
 * - `sent`: it left its sender. Each copy of it has another fate, later.
 * - `doubled`: one copy more is on its way.
 * - `arrived`: it was handed to its receiver, who may be down.
 * - `held`: it is held back at the end of a clogged link, and arrives when that is free again.
 * - `lost`: the weather or a fault took it. `cut`: the link was cut. `full`: its buffer was full.
 */
export type Fate = 'sent' | 'doubled' | 'arrived' | 'held' | 'lost' | 'cut' | 'full';

/** One step of a message between two nodes: replicas first, then clients. */
export interface Passage {
  readonly time: Nanoseconds;
  readonly fate: Fate;
  readonly sender: number;
  readonly receiver: number;
  /** Header and body, not to be written to: the same array at each step, unless corrupted. */
  readonly message: Uint8Array;
}

/** A write that was under way at a crash. It is lost where nothing of it reached the disk. */
export interface CrashedWriteFate {
  readonly zone: Zone;
  /** In bytes, from the beginning of the zone. */
  readonly offset: number;
  /** How many it was to write; how many it did; and how many now hold what nobody ever wrote. */
  readonly sectors: number;
  readonly written: number;
  readonly garbage: number;
}

/** All of a replica that fits into a line. */
export interface ReplicaVitals extends ReplicaState {
  readonly checkpointOp: number;
  /** The highest op that it knows to be committed. */
  readonly commitMax: number;
  /** From this op to its head every header is known and follows from the one before. */
  readonly chainMin: number;
  /** Slots of the journal whose prepare is not durably here; and those that may have been lost. */
  readonly dirty: number;
  readonly faulty: number;
  /** A primary's prepares under way, and requests that wait behind them. */
  readonly pipeline: number;
  readonly queue: number;
}
