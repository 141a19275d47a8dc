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

/** The zones of a data file that faults of disks are aimed at. */
export type FaultyZone = (typeof faultyZones)[number];

export const faultyZones = [
  'journal-headers',
  'journal-prepares',
  'superblock',
  'client-replies',
  'grid',
] as const;

/**
 * How long a message is delayed: exactly the mean, up to twice the mean, or mostly little and
 * rarely very long (up to 146 times the mean). Exponential where nothing is said.
 */
export type DelayDistribution = 'constant' | 'uniform' | 'long-tail';

/**
 * What goes wrong, from when until when (moments of the run). An interval, never a pair of events,
 * so that leaving one out cannot leave a link cut. An effect without duration (a flipped bit)
 * strikes at `from`. Inside its interval a fault applies on top of the cluster's own weather.
 */
export type Fault = { readonly from: Nanoseconds; readonly until: Nanoseconds } & FaultEffect;

type FaultEffect = NetworkFault | DiskFault | ProcessFault | ClockFault;

type NetworkFault =
  /** All links lose, double or delay messages at these rates (`mean` is added latency). */
  | { readonly kind: 'loss'; readonly ratio: Ratio }
  | { readonly kind: 'duplication'; readonly ratio: Ratio }
  | {
      readonly kind: 'delay';
      readonly mean: Nanoseconds;
      readonly distribution?: DelayDistribution;
    }
  /** A share of messages is held back long enough to be overtaken by those sent later. */
  | { readonly kind: 'reordering'; readonly ratio: Ratio; readonly hold: Nanoseconds }
  /** A share of messages arrives with one bit turned over, anywhere in header or body. */
  | { readonly kind: 'corruption'; readonly ratio: Ratio }
  /** A share of messages arrives without its end: it may break off anywhere. */
  | { readonly kind: 'truncation'; readonly ratio: Ratio }
  /**
   * Each of these links carries so many bytes a second, one message after the other. What would
   * have to wait for more than a second is lost, as from a full buffer.
   */
  | {
      readonly kind: 'bandwidth';
      readonly sender: LinkEnd;
      readonly receiver: LinkEnd;
      readonly bytesPerSecond: number;
    }
  /** What reaches the end of these links is held back, and delivered in order at the end. */
  | { readonly kind: 'clogging'; readonly sender: LinkEnd; readonly receiver: LinkEnd }
  /** Nothing passes in this one direction. */
  | { readonly kind: 'cut'; readonly sender: NodeTarget; readonly receiver: NodeTarget }
  /** As a cut, again and again: nothing passes for `down`, all does for `up`. */
  | {
      readonly kind: 'flapping';
      readonly sender: LinkEnd;
      readonly receiver: LinkEnd;
      readonly down: Nanoseconds;
      readonly up: Nanoseconds;
    }
  /**
   * Nothing passes between `side` and the replicas that are not on it: in either direction, or
   * nothing comes `in` to the side, or nothing gets `out` of it. A client on the side reaches only
   * the replicas there; one that is not named reaches all.
   */
  | {
      readonly kind: 'partition';
      readonly side: readonly NodeTarget[];
      readonly blocked?: 'in' | 'out';
    }
  /** Nothing passes between one client and these replicas, in either direction. */
  | {
      readonly kind: 'client-cut';
      readonly client: number;
      readonly replicas: readonly ReplicaTarget[];
    };

type DiskFault =
  /** Reads and writes of one disk (or `only` one of them) take longer (exponential, added). */
  | {
      readonly kind: 'slow-disk';
      readonly replica: ReplicaTarget;
      readonly mean: Nanoseconds;
      readonly only?: 'reads' | 'writes';
    }
  /** One bit turns over at rest. Struck once, at `from`. */
  | {
      readonly kind: 'bit-flip';
      readonly replica: ReplicaTarget;
      readonly zone: FaultyZone;
      /**
       * Which slot of the journal (see `slotsPerChunk`), which copy of the superblock (modulo
       * `superblockCopies`), or which slot of the replies or block of the grid (one that was
       * written, of the same remainder by the number of replicas); and which of its bits (modulo
       * how many it has).
       */
      readonly slot: number;
      readonly bit: number;
    }
  /**
   * A latent error: the sectors of this place (as for a bit flip) can't be read, and come
   * back as zeros, until they are written again.
   */
  | {
      readonly kind: 'read-error';
      readonly replica: ReplicaTarget;
      readonly zone: FaultyZone;
      readonly slot: number;
    }
  /**
   * The first write of the interval to a chunk of the same remainder as `slot`'s (see
   * `slotsPerChunk`) is done at the place of a slot that can rot instead, or of its sector of
   * headers: what was there is lost, and what should have been written stays as it was.
   */
  | {
      readonly kind: 'misdirected-write';
      readonly replica: ReplicaTarget;
      readonly zone: JournalZone;
      readonly slot: number;
    }
  /**
   * The disk says that a write is done, and it is not: the first one of the interval to a chunk of
   * the same remainder as `slot`'s, to this copy of the superblock, or to a slot of the replies or
   * a block of the grid of the same remainder by the number of replicas.
   */
  | {
      readonly kind: 'lost-write';
      readonly replica: ReplicaTarget;
      readonly zone: FaultyZone;
      readonly slot: number;
    }
  /**
   * At `until` a zone (of the superblock one copy, `slot`) is again what it was at `from`: an older
   * snapshot, or a cache that was never flushed. Slots of the journal whose other ring is wrong at
   * that moment stay.
   */
  | {
      readonly kind: 'rollback';
      readonly replica: ReplicaTarget;
      readonly zone: FaultyZone;
      readonly slot: number;
    }
  /**
   * There is no room: where the data file would have to grow (in the grid or the replies), the
   * process stops instead. It starts again when there is room.
   */
  | { readonly kind: 'full-disk'; readonly replica: ReplicaTarget };

type ProcessFault =
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
  /** As a crash, again and again: it is down for `down`, and up for `up`. */
  | {
      readonly kind: 'crash-loop';
      readonly replica: ReplicaTarget;
      readonly down: Nanoseconds;
      readonly up: Nanoseconds;
      readonly lost: Ratio;
      readonly torn: Ratio;
    }
  /**
   * Down, and its data file is gone for good. At `until` its place is recovered, which takes the
   * other replicas, and it starts on an empty data file.
   */
  | { readonly kind: 'reformat'; readonly replica: ReplicaTarget }
  /** Stopped, with memory kept: everything sent to it in the meantime arrives afterwards. */
  | { readonly kind: 'pause'; readonly replica: ReplicaTarget };

type ClockFault =
  /** The wall clock of one replica is off by `offset` (may be negative). */
  | { readonly kind: 'clock-offset'; readonly replica: ReplicaTarget; readonly offset: Nanoseconds }
  /** Both clocks of one replica run faster by `gained` nanoseconds a second (may be negative). */
  | { readonly kind: 'clock-drift'; readonly replica: ReplicaTarget; readonly gained: number }
  /** The wall clock jumps by `step` (may be negative) at once and after each `every`. */
  | {
      readonly kind: 'clock-step';
      readonly replica: ReplicaTarget;
      readonly step: Nanoseconds;
      readonly every: Nanoseconds;
    }
  /** The wall clock is off by `offset` for `every`, then right for `every`, and so on. */
  | {
      readonly kind: 'clock-strobe';
      readonly replica: ReplicaTarget;
      readonly offset: Nanoseconds;
      readonly every: Nanoseconds;
    };

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
 * Journal slots come in chunks: as many headers as lie in one sector. Damage strikes a chunk of the
 * same remainder by the number of replicas as that of `slot`, so that a budget can say beforehand
 * which replica may lose which chunks: one that was written to the end, and not the last one nor,
 * once the journal has wrapped, one beside the head, where a replica looks for its head.
 */
export const slotsPerChunk = 16;

/** How the target of a fault begins, in a history, where it struck nothing; the reason follows. */
export const struckNothing = 'nothing: ';
