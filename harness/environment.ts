import type { Random } from './random.ts';
import type { Nanoseconds } from './time.ts';

/**
 * All that a replica (or a client's session) may touch outside itself. Calls return at once; what
 * they lead to comes back as an `Input`. Everything below this seam is synchronous and plain data.
 */
export interface Environment {
  readonly clock: Clock;
  readonly network: Network;
  readonly storage: Storage;
  readonly random: Random;
}

/** The two clocks of a machine. */
export interface Clock {
  /** Never runs backwards; says nothing about other machines. */
  monotonic(): Nanoseconds;
  /** Wall-clock time in nanoseconds since 1970, as this machine believes it. */
  realtime(): bigint;
}

/** Datagrams of whole messages: each may be lost, doubled, late, or overtaken. */
export interface Network {
  /** From then on `message` (header and body) is shared and must never be written to again. */
  sendToReplica(replica: number, message: Uint8Array): void;
  /** `client` is the u128 id under which it registered. Dropped when it is not connected. */
  sendToClient(client: bigint, message: Uint8Array): void;
}

/** The zones of a data file, in the order in which they lie in it. */
export type Zone =
  | 'superblock'
  | 'journal-headers'
  | 'journal-prepares'
  | 'client-replies'
  | 'grid';

/** The unit in which a disk writes, tears and corrupts. Offsets and sizes are multiples of it. */
export const sectorSize = 4096;

/** The bytes of the sectors that `size` bytes take. */
export function sectorCeil(size: number): number {
  return Math.ceil(size / sectorSize) * sectorSize;
}

/**
 * A disk. `offset` is in bytes from the beginning of the zone. A write is durable once it is
 * reported; until then a crash may lose or tear it. A read may return damaged bytes: whoever reads
 * verifies. Operations under way at the same time are done in any order; whoever needs an order
 * waits for the completion.
 */
export interface Storage {
  /** Answered by an input `read` with the same `token`. */
  read(zone: Zone, offset: number, size: number, token: number): void;
  /**
   * Answered by an input `written` with the same `token`. `data` is not written to until then. It
   * fills whole sectors: zeros follow where it ends within one.
   */
  write(zone: Zone, offset: number, data: Uint8Array, token: number): void;
}

/** The header that stands before the body of every message, in bytes. */
export const headerSize = 256;

/** What the world hands to a replica or a session. */
export type Input =
  | { readonly kind: 'tick' }
  | { readonly kind: 'message'; readonly message: Uint8Array }
  | { readonly kind: 'read'; readonly token: number; readonly data: Uint8Array }
  | { readonly kind: 'written'; readonly token: number };

/** How often `tick` comes, by the clock of the machine itself. */
export const tickInterval: Nanoseconds = 10_000_000;

/**
 * What is replicated: a deterministic state machine. Total: any body that `valid` accepts can be
 * committed; the same calls lead to the same replies and digest everywhere.
 */
export interface StateMachine {
  /** Whether the operation exists and the body is well-formed and its reply certain to fit. */
  valid(operation: number, body: Uint8Array): boolean;
  /** How many nanoseconds a prepare of this body reserves, one for each event that is created. */
  timestamps(operation: number, body: Uint8Array): number;
  /** Whether something falls due at `timestamp` (ns since 1970), so that a pulse is wanted. */
  pulseNeeded(timestamp: bigint): boolean;
  /** Executes and returns the reply's body. `timestamp` is the prepare's: above all before it. */
  commit(operation: number, timestamp: bigint, body: Uint8Array): Uint8Array;
  /** 32 hexadecimal digits over all of the state; equal where the state is equal. */
  digest(): string;
  /**
   * All of the state as tables, always the same ones in the same order, and what of them changed
   * since the last `snapshot` or `restore`. To be read before the next `commit`.
   */
  snapshot(): readonly TableSnapshot[];
  /** Replaces all of the state by what `snapshot` once gave; calls lead on from there. */
  restore(tables: readonly Table[]): void;
}

/** Records of equal size, by index: how a checkpoint sees a part of the state. */
export interface Table {
  /** In bytes. */
  readonly recordSize: number;
  readonly count: number;
  /** Copies `count` records from record `first` on to `target`, from byte `at` on. */
  copy(first: number, count: number, target: Uint8Array, at: number): void;
}

/** A table, and which of its records are new or changed. */
export interface TableSnapshot extends Table {
  /** Half-open ranges of records in any order, which may overlap. */
  readonly changed: readonly (readonly [from: number, until: number])[];
}

/** What a replica tells whoever watches it. Nothing comes back, so nothing can depend on it. */
export interface Observer {
  onCommit(commit: Commit): void;
  /** Something else happened that no message and no commit tells of. */
  onStep(step: ReplicaStep): void;
  /** Called whenever status, view or role may have changed. */
  onState(state: ReplicaState): void;
  /** A rare branch was taken, by its name: what `marks` of cluster/vsr lists. */
  onReached?(mark: string): void;
}

/** What a replica does with its checkpoints, and to keep its data file whole. */
export type ReplicaStep =
  /** The state as it was after `op` is durable here. */
  | { readonly kind: 'checkpoint'; readonly op: number }
  /** It takes over the checkpoint at `op` from another replica, instead of what it executed. */
  | { readonly kind: 'sync'; readonly from: number; readonly op: number }
  /** The state machine holds the state of the checkpoint at `op`, and goes on from there. */
  | { readonly kind: 'restore'; readonly op: number }
  /** A block or a reply that was damaged or missing here came from a peer: its address or slot. */
  | { readonly kind: 'repair'; readonly zone: 'grid' | 'client-replies'; readonly place: number };

/** A prepare that a replica executed. */
export interface Commit {
  readonly view: number;
  readonly op: number;
  /** The prepare's timestamp, in nanoseconds since 1970. */
  readonly timestamp: bigint;
  readonly operation: number;
  /** The client's u128 id and its request number; both 0 for what the cluster itself prepares. */
  readonly client: bigint;
  readonly request: number;
  /** The body of the reply, whether it is sent or not. */
  readonly reply: Uint8Array;
}

export type ReplicaStatus = 'normal' | 'view-change' | 'recovering' | 'recovering-head';

/** Where a replica stands: status, view and role, and how far it got. */
export interface ReplicaState {
  readonly status: ReplicaStatus;
  readonly view: number;
  readonly primary: boolean;
  /** The highest op that is committed and executed here; and the highest in the journal. */
  readonly commitMin: number;
  readonly op: number;
}
