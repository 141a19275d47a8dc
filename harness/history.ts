import type { ReplicaStatus, ReplicaStep } from './environment.ts';
import type { Nanoseconds } from './time.ts';

/**
 * What happened, in the order in which it happened; only ever appended to. Checkers, reports and
 * replays read nothing else. Replies' bodies lie in `bytes`, beside the events.
 */
export interface History {
  readonly events: readonly HistoryEvent[];
  /** The bodies of all replies to clients, one after another. */
  readonly bytes: ReplyBytes;
}

/** Bytes that are looked at part by part: a `Uint8Array`, or a long run's, which stay packed. */
export interface ReplyBytes {
  readonly length: number;
  /** The bytes from `from` (inclusive) to `until`; not to be changed. */
  subarray(from: number, until: number): Uint8Array;
}

/**
 * One thing that happened, told apart by `kind`; `time` is the cluster's, from the run's beginning.
 */
export type HistoryEvent = { readonly time: Nanoseconds } & (
  | SessionEvent
  | InvokeEvent
  | ReplyEvent
  | EvictedEvent
  | CommitEvent
  | StateEvent
  | StepEvent
  | ProcessEvent
  | PanicEvent
  | BrokenPromiseEvent
  | FaultEvent
  | PhaseEvent
  | DigestEvent
);

/** A client began to register; sessions are numbered in this order, from 0. */
interface SessionEvent {
  readonly kind: 'session';
  readonly session: number;
  readonly client: number;
}

/** A client handed over a request; its outcome is unknown until its `reply`, if one comes. */
interface InvokeEvent {
  readonly kind: 'invoke';
  readonly session: number;
  /** The session's own number for the request: 1, 2, … */
  readonly request: number;
  /** Which request of the workload it is: the stage's position in the plan, and the index in it. */
  readonly stage: number;
  readonly index: number;
  readonly operation: number;
  /** When it was due, by the plan; at or before the event's time. */
  readonly due: Nanoseconds;
}

/** The first answer to a request arrived at its client. */
interface ReplyEvent {
  readonly kind: 'reply';
  readonly session: number;
  readonly request: number;
  /** From the reply's header: where the request stands in the log, and its timestamp. */
  readonly op: number;
  readonly timestamp: bigint;
  /** Where its body lies in the history's bytes. */
  readonly offset: number;
  readonly size: number;
}

/** The cluster ended the session; `reason` is TigerBeetle's number. */
interface EvictedEvent {
  readonly kind: 'evicted';
  readonly session: number;
  readonly reason: number;
}

/** A replica executed a prepare; after a restart it goes on from its checkpoint. */
interface CommitEvent {
  readonly kind: 'commit';
  readonly replica: number;
  readonly view: number;
  readonly op: number;
  readonly timestamp: bigint;
  readonly operation: number;
  /** −1 and 0 for what the cluster itself prepares (pulses). The request is 0 for a register. */
  readonly session: number;
  readonly request: number;
  /** The checksum of the reply's body: 32 hexadecimal digits. No part of the fingerprint. */
  readonly reply: string;
}

/** A replica's status, view or role is another than before. */
interface StateEvent {
  readonly kind: 'state';
  readonly replica: number;
  readonly status: ReplicaStatus;
  readonly view: number;
  readonly primary: boolean;
}

/** What a replica did with its checkpoints, and to keep its data file whole: see `ReplicaStep`. */
type StepEvent = ReplicaStep & { readonly replica: number };

interface ProcessEvent {
  readonly kind: 'start' | 'crash' | 'pause' | 'resume';
  readonly replica: number;
}

/** A replica stopped by itself: the system under test crashed. */
interface PanicEvent {
  readonly kind: 'panic';
  readonly replica: number;
  readonly message: string;
}

/** A replica told others what a crash at that moment would have undone; the first of each. */
interface BrokenPromiseEvent {
  readonly kind: 'broken-promise';
  readonly replica: number;
  /** Continues a sentence that begins with the replica. */
  readonly promise: string;
}

/** A fault of the plan began to strike, or was lifted. */
interface FaultEvent {
  readonly kind: 'fault' | 'fault-end';
  /** Its position in the plan's `faults`. */
  readonly fault: number;
  /** What it struck: `replica 2`, `replica 0 → client 1`; or why it struck nothing. */
  readonly target: string;
}

/** `stage` names the stage for phase `stage`; empty otherwise. */
export interface PhaseEvent {
  readonly kind: 'phase';
  readonly phase: 'stage' | 'heal' | 'settle' | 'end' | 'interrupted' | 'timeout';
  readonly stage: string;
}

/** The state of a replica at the end of a run. */
interface DigestEvent {
  readonly kind: 'digest';
  readonly replica: number;
  /** The op up to which it had committed. */
  readonly op: number;
  readonly digest: string;
}

/** An event of this kind, one that shares its fields with another (`crash`, `fault`) too. */
export type EventOf<Kind extends HistoryEvent['kind'], Event = HistoryEvent> = Event extends {
  kind: infer Kinds;
}
  ? Kind extends Kinds
    ? Event
    : never
  : never;
