import { assert } from '../../harness/assert.ts';
import { type Fault, slotsPerChunk, struckNothing } from '../../harness/fault.ts';
import type { Random } from '../../harness/random.ts';
import type { Disturbance, Links } from './links.ts';
import type { SimulatedMachine } from './simulated-machine.ts';
import type { Slowness } from './simulated-storage.ts';
import { type Nodes, nodeName, resolveNode, resolveReplica } from './targets.ts';

/** A fault that has struck: what it struck, and what has to be taken back. */
interface Struck {
  readonly fault: Fault;
  /** What the targets were resolved to. */
  readonly target: string;
  /** The replica, or −1 where there was none. */
  readonly replica: number;
  /** Sender and receiver of each link that it cut. */
  readonly cuts: readonly (readonly [sender: number, receiver: number])[];
  readonly disturbance: Disturbance | null;
  readonly slowness: Slowness | null;
  /** The journal slot of a bit flip. */
  readonly slot: number;
}

/** What faults are about: the parts of the world. */
export interface Breakables {
  readonly links: Links;
  readonly machines: readonly SimulatedMachine[];
  readonly random: Random;
  nodes(): Nodes;
  restart(replica: number): void;
}

/** Lets faults strike and lifts them again; knows which of them lie over a replica. */
export class FaultBoard {
  readonly #world: Breakables;
  readonly #struck = new Map<number, Struck>();

  constructor(world: Breakables) {
    this.#world = world;
  }

  /** @param say told what it strikes, or why nothing, before anything comes of it */
  inject(fault: Fault, position: number, say: (target: string) => void): void {
    assert(!this.#struck.has(position), 'a fault strikes once');
    const random = this.#world.random.fork(keyOf(fault));
    const struck = this.#aim(fault, random);
    this.#struck.set(position, struck);
    say(struck.target);
    this.#strike(struck, random);
  }

  lift(position: number): void {
    const struck = this.#struck.get(position);
    assert(struck !== undefined, 'only a fault under way is lifted');
    this.#struck.delete(position);
    this.#undo(struck);
  }

  /** What a fault struck; null where it is not under way. */
  targetOf(position: number): string | null {
    return this.#struck.get(position)?.target ?? null;
  }

  /** The positions of all faults under way, ascending. */
  active(): number[] {
    return [...this.#struck.keys()].toSorted((a, b) => a - b);
  }

  /** Resolves what the fault is aimed at; nothing has happened yet. */
  #aim(fault: Fault, random: Random): Struck {
    switch (fault.kind) {
      case 'loss':
      case 'duplication':
      case 'delay':
      case 'reordering':
        return { ...aimedAt(fault, 'all links'), disturbance: { fault, random } };
      case 'cut':
        return this.#aimCut(fault, random);
      case 'partition':
        return this.#aimPartition(fault, random);
      default:
        return this.#aimAtReplica(fault, random);
    }
  }

  #aimCut(fault: Extract<Fault, { kind: 'cut' }>, random: Random): Struck {
    const nodes = this.#world.nodes();
    const sender = resolveNode(fault.sender, nodes, random);
    if (typeof sender === 'string') return aimedAt(fault, sender);
    const receiver = resolveNode(fault.receiver, nodes, random, [sender]);
    if (typeof receiver === 'string') return aimedAt(fault, receiver);
    if (sender === receiver) return aimedAt(fault, `${struckNothing}that is no link`);
    const count = nodes.replicas.length;
    const target = `${nodeName(sender, count)} → ${nodeName(receiver, count)}`;
    return { ...aimedAt(fault, target), cuts: [[sender, receiver]] };
  }

  #aimPartition(fault: Extract<Fault, { kind: 'partition' }>, random: Random): Struck {
    const { replicas } = this.#world.nodes();
    const side: number[] = [];
    for (const target of fault.side) {
      const replica = resolveReplica(target, replicas, random, side);
      if (typeof replica === 'string') return aimedAt(fault, replica);
      if (!side.includes(replica)) side.push(replica);
    }
    side.sort((a, b) => a - b);
    const others = replicas.map(({ replica }) => replica).filter((r) => !side.includes(r));
    const cuts = side.flatMap((a) => others.flatMap((b) => [[a, b] as const, [b, a] as const]));
    const target = `${replicasName(side)} | ${replicasName(others)}`;
    return { ...aimedAt(fault, target), cuts };
  }

  #aimAtReplica(fault: Extract<Fault, { replica: unknown }>, random: Random): Struck {
    const replica = resolveReplica(fault.replica, this.#world.nodes().replicas, random);
    if (typeof replica === 'string') return aimedAt(fault, replica);
    const struck = { ...aimedAt(fault, `replica ${replica}`), replica };
    if (fault.kind === 'slow-disk') return { ...struck, slowness: { mean: fault.mean, random } };
    if (fault.kind === 'pause' && this.#world.machines[replica]?.up !== true) {
      return aimedAt(fault, `${struckNothing}replica ${replica} is down`);
    }
    if (fault.kind !== 'bit-flip') return struck;
    const slots = this.#slotsThatRot(replica);
    if (slots === 0) {
      return aimedAt(fault, `${struckNothing}the journal of replica ${replica} is too short`);
    }
    const slot = fault.slot % slots;
    return { ...struck, target: `replica ${replica}, slot ${slot}`, slot };
  }

  /** See `slotsPerChunk` for why these are not all. */
  #slotsThatRot(replica: number): number {
    const { machines } = this.#world;
    const written = machines[replica]?.storage.slotsWritten ?? 0;
    const settled = Math.max(0, written - slotsPerChunk);
    return settled - (settled % (slotsPerChunk * machines.length));
  }

  #strike({ fault, cuts, disturbance, slowness, replica, slot }: Struck, random: Random): void {
    const { links, machines } = this.#world;
    for (const [sender, receiver] of cuts) links.cut(sender, receiver);
    if (disturbance !== null) links.disturbances.push(disturbance);
    const machine = machines[replica];
    if (machine === undefined) return;
    if (slowness !== null) machine.storage.slowness.push(slowness);
    if (fault.kind === 'crash') machine.crash(fault.lost, fault.torn, random);
    if (fault.kind === 'pause') machine.pause();
    if (fault.kind === 'clock-offset') machine.clock.shift(fault.offset);
    if (fault.kind === 'clock-drift') machine.clock.drift(fault.gained);
    if (fault.kind === 'bit-flip') machine.storage.flip(fault.zone, slot, fault.bit);
  }

  #undo(struck: Struck): void {
    const { fault, cuts, disturbance, slowness } = struck;
    const { links, machines } = this.#world;
    for (const [sender, receiver] of cuts) links.mend(sender, receiver);
    if (disturbance !== null) remove(links.disturbances, disturbance);
    const machine = machines[struck.replica];
    if (machine === undefined) return;
    if (slowness !== null) remove(machine.storage.slowness, slowness);
    if (fault.kind === 'clock-offset') machine.clock.shift(-fault.offset);
    if (fault.kind === 'clock-drift') machine.clock.drift(-fault.gained);
    if (fault.kind === 'pause' && !this.#lies('pause', struck.replica)) machine.resume();
    if (fault.kind === 'crash' && !this.#lies('crash', struck.replica)) {
      this.#world.restart(struck.replica);
    }
  }

  /** Whether a fault of this kind lies over the replica, so that another's end changes nothing. */
  #lies(kind: Fault['kind'], replica: number): boolean {
    for (const struck of this.#struck.values()) {
      if (struck.replica === replica && struck.fault.kind === kind) return true;
    }
    return false;
  }
}

/** With nothing but its target: whoever aims it adds what it does. */
function aimedAt(fault: Fault, target: string): Struck {
  return { fault, target, replica: -1, cuts: [], disturbance: null, slowness: null, slot: 0 };
}

function replicasName(replicas: readonly number[]): string {
  return replicas.length === 0 ? 'nobody' : `replica ${replicas.join(', ')}`;
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
