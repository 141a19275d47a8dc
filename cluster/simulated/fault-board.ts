import { assert } from '../../harness/assert.ts';
import { type Fault, type FaultOf, struckNothing } from '../../harness/fault.ts';
import type { Random } from '../../harness/random.ts';
import type { Nanoseconds } from '../../harness/time.ts';
import type { Blindness, Snapshot } from './disk.ts';
import type { Disturbance } from './disturbances.ts';
import { type EventQueue, eventKinds } from './event-queue.ts';
import { type Aim, aimFault, type Targets } from './fault-aim.ts';
import type { Links } from './links.ts';
import type { SimulatedMachine } from './simulated-machine.ts';
import type { Slowness } from './simulated-storage.ts';
import type { WriteFault } from './write-faults.ts';

/** A fault under way: what it strikes, and what has to be taken back. */
interface Struck extends Aim {
  readonly fault: Fault;
  readonly random: Random;
  /** Null as long as it waits for something to strike. */
  target: string | null;
  /** How often its effect lies over the world right now: what goes on and off, or adds up. */
  times: number;
  disturbance: Disturbance | null;
  slowness: Slowness | null;
  writeFault: WriteFault | null;
  blindness: Blindness | null;
  snapshot: Snapshot | null;
  noRoom: (() => void) | null;
  /** Tells the history what it struck, or why nothing. */
  readonly say: (target: string) => void;
}

const nothingToTakeBack = {
  disturbance: null,
  slowness: null,
  writeFault: null,
  blindness: null,
  snapshot: null,
  noRoom: null,
};

/** What faults are about: the parts of the world. */
export interface Breakables extends Targets {
  readonly queue: EventQueue;
  readonly links: Links;
  readonly random: Random;
  restart(replica: number): void;
}

/** Lets faults strike and lifts them again; knows which of them lie over a replica. */
export class FaultBoard {
  readonly #world: Breakables;
  readonly #struck = new Map<number, Struck>();

  constructor(world: Breakables) {
    this.#world = world;
  }

  /** @param say told once what it strikes, or why nothing, before anything comes of it */
  inject(fault: Fault, position: number, say: (target: string) => void): void {
    assert(!this.#struck.has(position), 'a fault strikes once');
    const random = this.#world.random.fork(keyOf(fault));
    const aim = aimFault(fault, this.#world, random);
    const struck: Struck = {
      ...aim,
      ...nothingToTakeBack,
      fault,
      random,
      times: 0,
      say,
    };
    this.#struck.set(position, struck);
    if (struck.target !== null) say(struck.target);
    if (fault.kind === 'full-disk') this.#fill(struck, position);
    this.#begin(struck);
    this.#beatLater(struck, position);
  }

  #fill(struck: Struck, position: number): void {
    const { queue, machines } = this.#world;
    // The process that asks is in the middle of something: it stops right afterwards.
    struck.noRoom = () => queue.push(queue.now, eventKinds.beat, 0, position, null);
    machines[struck.replica]?.storage.noRoom.push(struck.noRoom);
  }

  /** What goes on and off does so. */
  onBeat(position: number): void {
    const struck = this.#struck.get(position);
    // Lifted in the meantime.
    if (struck === undefined) return;
    if (struck.fault.kind === 'full-disk') return this.#runOut(struck);
    if (struck.times > 0 && rhythmOf(struck.fault)?.off !== 0) this.#end(struck);
    else this.#begin(struck);
    this.#beatLater(struck, position);
  }

  /** A write found no room: the process stops, and stays down until there is some. */
  #runOut(struck: Struck): void {
    const machine = this.#world.machines[struck.replica];
    if (machine?.up !== true) return;
    if (struck.target === null) {
      struck.target = `replica ${struck.replica}`;
      struck.say(struck.target);
    }
    machine.crash([0, 1], [0, 1], struck.random);
  }

  lift(position: number): void {
    const struck = this.#struck.get(position);
    assert(struck !== undefined, 'only a fault under way is lifted');
    this.#struck.delete(position);
    if (struck.times > 0) this.#end(struck);
  }

  /** What a fault struck, now that it is to be lifted; null where it is not under way. */
  settle(position: number): string | null {
    const struck = this.#struck.get(position);
    if (struck === undefined) return null;
    if (struck.target === null) {
      struck.target = this.#lateTarget(struck);
      struck.say(struck.target);
    }
    return struck.target;
  }

  /** The positions of all faults under way, ascending. */
  active(): number[] {
    return [...this.#struck.keys()].toSorted((a, b) => a - b);
  }

  #beatLater({ fault, times }: Struck, position: number): void {
    const rhythm = rhythmOf(fault);
    if (rhythm === null) return;
    const { queue } = this.#world;
    const after = times > 0 ? rhythm.on : rhythm.off;
    queue.push(queue.now + after, eventKinds.beat, 0, position, null);
  }

  /** Of what waited until its end: a snapshot strikes now, a write never came. */
  #lateTarget({ fault, replica, slot, snapshot }: Struck): string {
    if (fault.kind === 'full-disk') return `${struckNothing}replica ${replica} needed no room`;
    if (fault.kind !== 'rollback')
      return `${struckNothing}replica ${replica} wrote nothing that fits`;
    const zone = fault.zone === 'superblock' ? `superblock copy ${slot}` : fault.zone;
    if (snapshot?.replaced.size === 0) return `${struckNothing}replica ${replica} wrote no ${zone}`;
    return `replica ${replica}, ${zone}`;
  }

  #begin(struck: Struck): void {
    struck.times++;
    this.#beginOnLinks(struck);
    const machine = this.#world.machines[struck.replica];
    if (machine === undefined) return;
    const { fault, random } = struck;
    switch (fault.kind) {
      case 'crash':
      case 'crash-loop':
        return machine.crash(fault.lost, fault.torn, random);
      case 'reformat':
        machine.crash([1, 1], [0, 1], random);
        return machine.reformat();
      case 'pause':
        return machine.pause();
      case 'clock-offset':
      case 'clock-strobe':
        return machine.clock.shift(fault.offset);
      case 'clock-step':
        return machine.clock.shift(fault.step);
      case 'clock-drift':
        return machine.clock.drift(fault.gained);
      default:
        return this.#beginOnDisk(struck, machine);
    }
  }

  #beginOnLinks(struck: Struck): void {
    const { fault, random } = struck;
    const { links } = this.#world;
    switch (fault.kind) {
      case 'loss':
      case 'duplication':
      case 'delay':
      case 'reordering':
      case 'corruption':
      case 'truncation':
      case 'bandwidth': {
        const freeAt = new Map<number, Nanoseconds>();
        for (const [sender, receiver] of struck.links) {
          freeAt.set(links.linkBetween(sender, receiver), 0);
        }
        struck.disturbance = { fault, random, freeAt };
        links.disturbances.push(struck.disturbance);
        return;
      }
      case 'clogging':
        for (const [sender, receiver] of struck.links) links.clog(sender, receiver);
        return;
      default:
        for (const [sender, receiver] of struck.links) links.cut(sender, receiver);
    }
  }

  #beginOnDisk(struck: Struck, { storage }: SimulatedMachine): void {
    const { fault, random, slot } = struck;
    switch (fault.kind) {
      case 'slow-disk':
        struck.slowness = { mean: fault.mean, only: fault.only, random };
        storage.slowness.push(struck.slowness);
        return;
      case 'bit-flip':
        return storage.flip(fault.zone, slot, fault.bit);
      case 'read-error':
        struck.blindness = storage.makeBlind(fault.zone, slot);
        return;
      case 'misdirected-write':
      case 'lost-write':
        struck.writeFault = this.#awaitWrite(struck, fault);
        storage.writeFaults.armed.push(struck.writeFault);
        return;
      case 'rollback':
        struck.snapshot = storage.snapshot(fault.zone, slot);
    }
  }

  /** Strikes a write that is still to come, and says so then. */
  #awaitWrite(struck: Struck, fault: FaultOf<'misdirected-write' | 'lost-write'>): WriteFault {
    const { zone } = fault;
    const { replica, slot } = struck;
    const landing = fault.kind === 'misdirected-write' ? slot : null;
    const whats = {
      superblock: 'superblock copy',
      'journal-headers': 'sector of headers of slot',
      'journal-prepares': 'slot',
      'client-replies': 'client-replies slot',
      grid: 'grid block',
    };
    const strike = (written: number): void => {
      const to = landing === null ? 'nowhere' : `${landing}`;
      struck.target = `replica ${replica}, ${whats[zone]} ${written} → ${to}`;
      struck.writeFault = null;
      struck.say(struck.target);
    };
    return { zone, slot, landing, modulus: this.#world.replicaCount, strike };
  }

  #end(struck: Struck): void {
    const { fault, replica, times } = struck;
    struck.times = 0;
    this.#endOnLinks(struck);
    const machine = this.#world.machines[replica];
    if (machine === undefined) return;
    switch (fault.kind) {
      case 'crash':
      case 'crash-loop':
      case 'reformat':
      case 'full-disk':
        if (struck.noRoom !== null) remove(machine.storage.noRoom, struck.noRoom);
        if (!this.#keepsDown(replica)) this.#world.restart(replica);
        return;
      case 'pause':
        if (!this.#lies(['pause'], replica)) machine.resume();
        return;
      case 'clock-offset':
      case 'clock-strobe':
        return machine.clock.shift(-fault.offset);
      case 'clock-step':
        return machine.clock.shift(-fault.step * times);
      case 'clock-drift':
        return machine.clock.drift(-fault.gained);
      default:
        this.#endOnDisk(struck, machine);
    }
  }

  #endOnLinks({ fault, links: struckLinks, disturbance }: Struck): void {
    const { links } = this.#world;
    if (disturbance !== null) return remove(links.disturbances, disturbance);
    for (const [sender, receiver] of struckLinks) {
      if (fault.kind === 'clogging') links.unclog(sender, receiver);
      else links.mend(sender, receiver);
    }
  }

  #endOnDisk(struck: Struck, { storage }: SimulatedMachine): void {
    const { fault, slowness, writeFault, blindness, snapshot } = struck;
    if (slowness !== null) remove(storage.slowness, slowness);
    if (writeFault !== null) remove(storage.writeFaults.armed, writeFault);
    if (fault.kind === 'read-error' && blindness !== null) {
      storage.endBlindness(fault.zone, blindness);
    }
    if (fault.kind === 'rollback' && snapshot !== null) storage.rollBack(fault.zone, snapshot);
  }

  #keepsDown(replica: number): boolean {
    if (this.#lies(['crash', 'crash-loop', 'reformat'], replica)) return true;
    for (const { fault, target, replica: struck } of this.#struck.values()) {
      if (fault.kind === 'full-disk' && struck === replica && target !== null) return true;
    }
    return false;
  }

  /** Whether such a fault lies over the replica, so that another's end changes nothing. */
  #lies(kinds: readonly Fault['kind'][], replica: number): boolean {
    for (const { fault, times, replica: struck } of this.#struck.values()) {
      if (struck === replica && times > 0 && kinds.includes(fault.kind)) return true;
    }
    return false;
  }
}

/**
 * How long the effect of a fault that goes on and off lasts, and how long it is away; one that is
 * never away adds up. Null for all that begin once.
 */
function rhythmOf(fault: Fault): { readonly on: Nanoseconds; readonly off: Nanoseconds } | null {
  switch (fault.kind) {
    case 'flapping':
    case 'crash-loop':
      return { on: fault.down, off: fault.up };
    case 'clock-strobe':
      return { on: fault.every, off: fault.every };
    case 'clock-step':
      return { on: fault.every, off: 0 };
    default:
      return null;
  }
}

/** A fault's randomness depends on what it is, not on how many stand before it in the plan. */
function keyOf(fault: Fault): string {
  return JSON.stringify(fault, Object.keys(fault).toSorted());
}

function remove<T>(from: T[], item: T): void {
  const at = from.indexOf(item);
  assert(at >= 0, 'what is taken away was there');
  from.splice(at, 1);
}
