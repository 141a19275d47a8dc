import {
  type Excess,
  type Fault,
  type FaultOf,
  type FaultyZone,
  type ReplicaTarget,
  slotsPerChunk,
  superblockCopies,
} from '../harness/fault.ts';
import { type Nanoseconds, second } from '../harness/time.ts';

/**
 * What may be broken, so that a cluster *must* come through it: it answers everything after
 * healing, and loses nothing that it acknowledged. Never all good copies of a thing. By zone:
 *
 * - **Superblock.** Four copies on each replica and none elsewhere. An update writes two, and then
 *   the other two, so a crash tears two at the most. Of the other two one may rot, and one is left:
 *   so all flips in the superblock of one replica strike the same copy.
 * - **Journal prepares.** A prepare that was acknowledged lies on a replication quorum. So of each
 *   chunk of the journal (16 slots) at most one replica less than that quorum may lose prepares:
 *   one good copy survives. A flipped bit loses a prepare; a misdirected write loses two, the one
 *   that was there and the one that should have been written. Which chunk is struck is known
 *   beforehand only by its remainder (see `slotsPerChunk`), so all chunks of a remainder count as
 *   one. With one replica there is no second copy, and nothing may be lost.
 * - **Journal headers.** Every prepare holds its header too, so a replica that lost headers finds
 *   them in its prepares, and one that lost both has lost a prepare, which is counted above. They
 *   have no limit; but a single replica has nobody to ask, and there nothing may be lost either.
 *   Near the head there is no telling a slot that lost both rings from one that was never used.
 *   So flips and what a misdirected write destroys keep away from there (see `slotsPerChunk`), and
 *   a disk strikes no slot in both of its rings there (see `Misdirections`).
 * - **Client replies and grid.** A reply, or a block, that one lost it has from the others. So
 *   of the slots, or blocks, of each remainder by the number of replicas as many replicas may lose
 *   theirs as may lose the same prepares.
 * - **Torn writes.** They hit only what was under way, hence never acknowledged; but they can leave
 *   a replica unsure of its head. It then must not vote until a primary has told it. So at most as
 *   many may tear as a view change can do without, and before another does there must be a calm
 *   stretch in which the first ones can ask. Two replicas can't do without either, so there crashes
 *   may lose writes but not tear them. One replica votes for itself: what is torn it never
 *   answered. A torn repair of an older slot harms a copy that was bad before, or headers only.
 *
 * A zone that is rolled back loses all that was written to it since then: of prepares in every
 * chunk, so whoever loses them is counted everywhere.
 *
 * A replica that is reformatted loses everything, so it counts as one that lost the prepares of
 * every chunk. Its place is recovered by the others, which takes three replicas.
 *
 * Crashes, of a majority or of all of them too, take nothing along that was acknowledged; loss,
 * delays, corruption, clogging, cuts, partitions, pauses, slow disks and wrong clocks cost progress
 * while they last and nothing afterwards: they have no limit.
 */
export class Budget {
  readonly #replicas: number;
  /** By zone and remainder (of prepares: of the chunk): who may have lost something there. */
  readonly #rotten: Readonly<Record<LosableZone, readonly Set<string>[]>>;
  /** By replica: which copy of its superblock may be rotten. */
  readonly #copies: (number | undefined)[] = [];
  /** Those that tore writes, and since then there was no calm stretch. */
  #torn: Crash[] = [];
  /** When the last fault so far ends that keeps a replica from hearing of a primary. */
  #calmFrom: Nanoseconds = 0;

  constructor(replicas: number) {
    this.#replicas = replicas;
    const nobody = (): Set<string>[] => Array.from({ length: replicas }, () => new Set());
    this.#rotten = { 'journal-prepares': nobody(), 'client-replies': nobody(), grid: nobody() };
  }

  /**
   * Takes a fault in, unless it is one too many; then says why. Faults come in the order in which
   * they begin.
   */
  take(fault: Fault): string | null {
    const why = this.#objection(fault);
    if (why !== null) return why;
    if (disturbs(fault)) {
      if (fault.from - this.#calmFrom >= calmStretch) this.#torn = [];
      this.#calmFrom = Math.max(this.#calmFrom, fault.until);
    }
    if (fault.kind === 'reformat') {
      for (const losers of this.#everyLoser()) addLoser(losers, fault.replica);
    } else if (isCrash(fault)) {
      if (fault.torn[0] > 0) this.#torn.push(fault);
    } else if (isDamage(fault)) {
      this.#takeDamage(fault);
    }
    return null;
  }

  #takeDamage(damage: Damage): void {
    const { replica, zone } = damage;
    if (zone === 'superblock') {
      for (const each of this.#mayBe(replica)) this.#copies[each] = copyOf(damage);
    } else {
      for (const losers of this.#losers(damage)) addLoser(losers, replica);
    }
  }

  #objection(fault: Fault): string | null {
    if (isCrash(fault)) return this.#tooManyTorn(fault);
    if (fault.kind === 'reformat') return this.#lostForGood(fault.replica);
    if (!isDamage(fault)) return null;
    return fault.zone === 'superblock' ? this.#tooManyCopies(fault) : this.#lastCopy(fault);
  }

  #tooManyCopies(fault: Damage): string | null {
    const copy = copyOf(fault);
    const replica = this.#mayBe(fault.replica).find((r) => (this.#copies[r] ?? copy) !== copy);
    if (replica === undefined) return null;
    return (
      `it ${deeds[fault.kind]} copy ${copy} of the superblock, where copy ` +
      `${this.#copies[replica]} of replica ${replica} may be damaged already; set its slot to ` +
      `${this.#copies[replica]}`
    );
  }

  #lastCopy(fault: Damage): string | null {
    const { kind, zone, slot } = fault;
    const deed = deeds[kind];
    if (this.#replicas === 1) return `it ${deed} the only copy there is`;
    if (!isLosable(zone)) return null;
    const most = rotMax(this.#replicas);
    const full = (losers: Set<string>): boolean =>
      !losers.has(`${fault.replica}`) && losers.size >= most;
    if (!this.#losers(fault).some(full)) return null;
    const what = kind === 'rollback' ? `many ${manyOf[zone]}` : `${places[zone]} ${slot}`;
    return (
      `it ${deed} what may be the last good copy of ${what}: of ${this.#replicas} replicas ` +
      `${most} may lose the same ${things[zone]}`
    );
  }

  /** For each remainder of chunks that a fault may strike: who may have lost prepares there. */
  #losers({ kind, zone, slot }: Damage): readonly Set<string>[] {
    if (!isLosable(zone)) return [];
    if (kind === 'rollback') return this.#rotten[zone];
    const unit = zone === 'journal-prepares' ? Math.floor(slot / slotsPerChunk) : slot;
    return [this.#rotten[zone][unit % this.#replicas] as Set<string>];
  }

  #everyLoser(): readonly Set<string>[] {
    return Object.values(this.#rotten).flat();
  }

  #lostForGood(replica: ReplicaTarget): string | null {
    if (this.#replicas < 3) {
      return `it loses a data file: with ${this.#replicas} of them it cannot be recovered`;
    }
    const most = rotMax(this.#replicas);
    const full = (losers: Set<string>): boolean => !losers.has(`${replica}`) && losers.size >= most;
    if (!this.#everyLoser().some(full)) return null;
    return (
      `it loses what may be the last good copy of many prepares: of ${this.#replicas} replicas ` +
      `${most} may lose the same ${things['journal-prepares']}`
    );
  }

  #tooManyTorn(crash: Crash): string | null {
    if (this.#replicas === 1 || crash.torn[0] === 0) return null;
    const calm = crash.from - this.#calmFrom >= calmStretch;
    const most = absentMax(this.#replicas);
    if (countReplicas(calm ? [crash] : [...this.#torn, crash]) <= most) return null;
    if (most === 0) return 'it tears writes: with 2 replicas a crash may only lose them';
    return (
      `it may leave torn writes on ${most + 1} of ${this.#replicas} replicas, and ` +
      `no more than ${most} may have them: begin it ${calmStretch / second} s without faults ` +
      'after the crash before it, or set its torn to 0/1'
    );
  }

  /** The replicas that a target may turn out to be. */
  #mayBe(target: ReplicaTarget): number[] {
    if (typeof target === 'number') return [target];
    return Array.from({ length: this.#replicas }, (_, replica) => replica);
  }
}

/** Null where a cluster of so many replicas must come through all of these faults. */
export function withinBudget(faults: readonly Fault[], replicas: number): Excess | null {
  const budget = new Budget(replicas);
  for (const { fault, position } of inTime(faults)) {
    const why = budget.take(fault);
    if (why !== null) return { position, why };
  }
  return null;
}

function inTime(faults: readonly Fault[]): { readonly fault: Fault; readonly position: number }[] {
  return faults
    .map((fault, position) => ({ fault, position }))
    .toSorted((a, b) => a.fault.from - b.fault.from);
}

type Crash = FaultOf<'crash' | 'crash-loop'>;
type LosableZone = Exclude<FaultyZone, 'journal-headers' | 'superblock'>;
const manyOf: Readonly<Record<LosableZone, string>> = {
  'journal-prepares': 'prepares',
  'client-replies': 'replies',
  grid: 'blocks',
};
const places: Readonly<Record<LosableZone, string>> = {
  'journal-prepares': 'slot',
  'client-replies': 'the reply in slot',
  grid: 'block',
};
/** What is lost together. */
const things: Readonly<Record<LosableZone, string>> = {
  'journal-prepares': '16 prepares',
  'client-replies': 'replies',
  grid: 'blocks',
};

type Damage = Extract<Fault, { readonly zone: unknown }>;

/** What each kind of damage does to a place; continues a sentence that begins with `it`. */
const deeds: Readonly<Record<Damage['kind'], string>> = {
  'bit-flip': 'flips a bit of',
  'read-error': 'hides',
  'misdirected-write': 'misdirects a write over',
  'lost-write': 'loses a write to',
  rollback: 'rolls back',
};

/** Every prepare holds its header, too; and copies of the superblock are counted elsewhere. */
function isLosable(zone: FaultyZone): zone is LosableZone {
  return zone !== 'journal-headers' && zone !== 'superblock';
}

function addLoser(losers: Set<string>, replica: ReplicaTarget): void {
  // A symbolic target may be another replica each time.
  const other = `${replica}, ${losers.size} others`;
  losers.add(typeof replica === 'number' ? `${replica}` : other);
}

function isCrash(fault: Fault): fault is Crash {
  return fault.kind === 'crash' || fault.kind === 'crash-loop';
}

function isDamage(fault: Fault): fault is Damage {
  return 'zone' in fault;
}

/** By number of replicas, as TigerBeetle has them (facts 5). */
const replicationQuorums = [0, 1, 2, 2, 2, 3, 3];
const viewChangeQuorums = [0, 1, 2, 2, 3, 3, 4];

/** How many replicas may lose the same chunk. */
export function rotMax(replicas: number): number {
  return (replicationQuorums[replicas] as number) - 1;
}

/** How many replicas a view change can do without. */
export function absentMax(replicas: number): number {
  return replicas - (viewChangeQuorums[replicas] as number);
}

/** Long enough for a replica that is unsure of its head to hear from a primary. */
export const calmStretch: Nanoseconds = 5 * second;

function copyOf({ slot }: Damage): number {
  return slot % superblockCopies;
}

/** At the most: a symbolic target may be another replica each time. */
function countReplicas(crashes: readonly Crash[]): number {
  const named = crashes.map(({ replica }) => replica).filter((r) => typeof r === 'number');
  return new Set(named).size + crashes.length - named.length;
}

/** Whether a replica may fail to reach another while it lasts, or hardly get on. */
function disturbs(fault: Fault): boolean {
  switch (fault.kind) {
    case 'cut':
    case 'partition':
    case 'clogging':
    case 'flapping':
    case 'bandwidth':
    case 'crash':
    case 'crash-loop':
    case 'reformat':
    case 'full-disk':
    case 'pause':
      return true;
    case 'loss':
    case 'truncation':
    case 'corruption':
      return 4 * fault.ratio[0] > fault.ratio[1];
    case 'delay':
    case 'slow-disk':
      return fault.mean > second / 4;
    case 'reordering':
      return fault.hold > second;
    default:
      return false;
  }
}
