import type { ReplicaState } from './environment.ts';
import type { Fault, FaultKind } from './fault.ts';
import type { ClusterShape } from './plan.ts';
import type { Nanoseconds } from './time.ts';

/** A thing under test: levers, no decisions. Times are moments of the run. */
export interface Cluster {
  readonly kind: ClusterShape['kind'];
  /** The faults that it knows how to suffer. */
  readonly suffers: ReadonlySet<FaultKind>;
  now(): Nanoseconds;
  /** Has the conductor's `onAlarm` called at `at` (or at once, if that has passed). */
  alarm(at: Nanoseconds, token: number): void;
  /** Hands a request to a client that has none in flight. Answered by `onReply` or `onEvicted`. */
  submit(client: number, submission: Submission): void;
  /** Lets the fault strike; recorded under `position`, its place in the plan. */
  inject(fault: Fault, position: number): void;
  lift(position: number): void;
  /** Lifts every fault, and brings back every replica that is down or paused. */
  heal(): void;
  replicas(): readonly ReplicaView[];
  /**
   * Lets the cluster go on until `done` is true, which is asked after every event: the one await
   * inside a run. Returns early where nothing is left that could happen.
   */
  drive(done: () => boolean): Promise<void>;
  /** Records every replica's digest that is up. */
  recordDigests(): void;
  close(): Promise<void>;
}

/** What a cluster calls back, at most one at a time, from within `drive`. */
export interface Conductor {
  onAlarm(token: number): void;
  onReply(client: number, body: Uint8Array): void;
  /** The session is gone; the request in flight, if any, has an unknown outcome. */
  onEvicted(client: number): void;
}

/** A request as it is handed to a client of the cluster. */
export interface Submission {
  readonly stage: number;
  readonly index: number;
  readonly operation: number;
  readonly body: Uint8Array;
  readonly due: Nanoseconds;
}

/** What can be seen of a replica from outside. */
export interface ReplicaView {
  readonly replica: number;
  readonly up: boolean;
  readonly paused: boolean;
  /** Whether it replicates without a vote. */
  readonly standby: boolean;
  /** Null while it is down. */
  readonly state: ReplicaState | null;
}
