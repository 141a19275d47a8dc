import type { Ratio } from './random.ts';
import type { Nanoseconds } from './time.ts';

/** A replica by its index, or by what it is at the moment when the fault strikes. */
export type ReplicaTarget = number | 'primary' | 'backup';

/** A node of the network: a replica, or `client N`. */
export type NodeTarget = ReplicaTarget | `client ${number}`;

/** Where links begin or end: one node, or all of them. */
export type LinkEnd = NodeTarget | 'all';

/** The two rings of the journal. */
export type JournalZone = 'journal-headers' | 'journal-prepares';

/**
 * What goes wrong, from when until when (moments of the run). An interval, never a pair of events,
 * so that leaving one out cannot leave a link cut. An effect without duration (a flipped bit)
 * strikes at `from`. Inside its interval a fault applies on top of the cluster's own weather.
 */
export type Fault = { readonly from: Nanoseconds; readonly until: Nanoseconds } & FaultEffect;

type FaultEffect =
  /** All links lose, double or delay messages at these rates (`mean` and up is added latency). */
  | { readonly kind: 'loss'; readonly ratio: Ratio }
  | { readonly kind: 'duplication'; readonly ratio: Ratio }
  | { readonly kind: 'delay'; readonly mean: Nanoseconds }
  /** A share of messages is held back long enough to be overtaken by those sent later. */
  | { readonly kind: 'reordering'; readonly ratio: Ratio; readonly hold: Nanoseconds }
  /** A share of messages arrives with one bit turned over, anywhere in header or body. */
  | { readonly kind: 'corruption'; readonly ratio: Ratio }
  /** What reaches the end of these links is held back, and delivered in order at the end. */
  | { readonly kind: 'clogging'; readonly sender: LinkEnd; readonly receiver: LinkEnd }
  /** Nothing passes in this one direction. */
  | { readonly kind: 'cut'; readonly sender: NodeTarget; readonly receiver: NodeTarget }
  /**
   * Nothing passes between `side` and the replicas that are not on it, in either direction. A
   * client on the side reaches only the replicas there; one that is not named reaches all.
   */
  | { readonly kind: 'partition'; readonly side: readonly NodeTarget[] }
  /** Nothing passes between one client and these replicas, in either direction. */
  | {
      readonly kind: 'client-cut';
      readonly client: number;
      readonly replicas: readonly ReplicaTarget[];
    }
  /** Reads and writes of one disk take longer (exponential, added). */
  | { readonly kind: 'slow-disk'; readonly replica: ReplicaTarget; readonly mean: Nanoseconds }
  /** One bit turns over at rest, in a journal slot or the superblock. Struck once, at `from`. */
  | {
      readonly kind: 'bit-flip';
      readonly replica: ReplicaTarget;
      readonly zone: JournalZone | 'superblock';
      /**
       * Which slot (modulo those that can rot, see `slotsPerChunk`), or which copy of the
       * superblock (modulo `superblockCopies`); and which of its bits (modulo how many it has).
       */
      readonly slot: number;
      readonly bit: number;
    }
  /**
   * The first write of the interval to a chunk of the same remainder as `slot`'s (see
   * `slotsPerChunk`) is done at the place of `slot` (modulo those that can rot) instead, or of its
   * sector of headers: what was there is lost, and what should have been written stays as it was.
   */
  | {
      readonly kind: 'misdirected-write';
      readonly replica: ReplicaTarget;
      readonly zone: JournalZone;
      readonly slot: number;
    }
  /**
   * Down from `from` until `until`. Of the writes under way each is lost with `lost`; of the rest
   * each is torn with `torn` (a part of its sectors is written, another not, one may be garbage).
   */
  | {
      readonly kind: 'crash';
      readonly replica: ReplicaTarget;
      readonly lost: Ratio;
      readonly torn: Ratio;
    }
  /** Stopped, with memory kept: everything sent to it in the meantime arrives afterwards. */
  | { readonly kind: 'pause'; readonly replica: ReplicaTarget }
  /** The wall clock of one replica is off by `offset` (may be negative). */
  | { readonly kind: 'clock-offset'; readonly replica: ReplicaTarget; readonly offset: Nanoseconds }
  /** Both clocks of one replica run faster by `gained` nanoseconds a second (may be negative). */
  | { readonly kind: 'clock-drift'; readonly replica: ReplicaTarget; readonly gained: number };

/** The name of a kind of fault, as it stands in a plan: `crash`. */
export type FaultKind = Fault['kind'];

/** A fault of one kind. */
export type FaultOf<K extends FaultKind> = Extract<Fault, { kind: K }>;

/** A data file holds so many copies of its superblock. */
export const superblockCopies = 4;

/** Why a cluster need not survive its faults: the position of one that is too many. */
export interface Excess {
  readonly position: number;
  /** Continues a sentence about that fault: `it may take down 2 of 3 replicas at once`. */
  readonly why: string;
}

/**
 * Journal slots come in chunks: as many headers as lie in one sector. Damage strikes the slots
 * written so far, less the last chunk (where a replica looks for its head), rounded down to a
 * multiple of chunks times replicas. So however many were written, `slot` lies in a chunk of the
 * same remainder by the number of replicas, and a budget can say beforehand which replica may lose
 * which chunks.
 */
export const slotsPerChunk = 16;

/** How the target of a fault begins, in a history, where it struck nothing; the reason follows. */
export const struckNothing = 'nothing: ';
