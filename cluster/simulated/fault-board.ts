import { assert } from '../../harness/assert.ts';
import {
  type Fault,
  type FaultOf,
  slotsPerChunk,
  struckNothing,
  superblockCopies,
} from '../../harness/fault.ts';
import type { Random } from '../../harness/random.ts';
import type { Disturbance, Links } from './links.ts';
import type { Misdirection } from './misdirections.ts';
import type { SimulatedMachine } from './simulated-machine.ts';
import type { Slowness } from './simulated-storage.ts';
import {
  type Nodes,
  nodeName,
  nodesName,
  resolveEnd,
  resolveNodes,
  resolveReplica,
} from './targets.ts';

type Link = readonly [sender: number, receiver: number];

/** A fault under way: what it strikes, and what has to be taken back. */
interface Struck {
  readonly fault: Fault;
  /** What the targets were resolved to; null as long as it waits for something to strike. */
  target: string | null;
  /** The replica, or −1 where there was none. */
  readonly replica: number;
  /** The links that it cuts, and those that it clogs. */
  readonly cuts: readonly Link[];
  readonly clogs: readonly Link[];
  readonly disturbance: Disturbance | null;
  readonly slowness: Slowness | null;
  /** The journal slot, or the superblock's copy, of damage at rest. */
  readonly slot: number;
  misdirection: Misdirection | null;
  /** Tells the history what it struck, or why nothing. */
  readonly say: (target: string) => void;
}

type Aim = Omit<Struck, 'say'>;

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

  /** @param say told once what it strikes, or why nothing, before anything comes of it */
  inject(fault: Fault, position: number, say: (target: string) => void): void {
    assert(!this.#struck.has(position), 'a fault strikes once');
    const random = this.#world.random.fork(keyOf(fault));
    const struck = { ...this.#aim(fault, random), say };
    this.#struck.set(position, struck);
    if (struck.target !== null) say(struck.target);
    this.#strike(struck, random);
  }

  lift(position: number): void {
    const struck = this.#struck.get(position);
    assert(struck !== undefined, 'only a fault under way is lifted');
    this.#struck.delete(position);
    this.#undo(struck);
  }

  /** What a fault struck, now that it is to be lifted; null where it is not under way. */
  settle(position: number): string | null {
    const struck = this.#struck.get(position);
    if (struck === undefined) return null;
    if (struck.target === null) {
      struck.target = `${struckNothing}replica ${struck.replica} wrote nothing that fits`;
      struck.say(struck.target);
    }
    return struck.target;
  }

  /** The positions of all faults under way, ascending. */
  active(): number[] {
    return [...this.#struck.keys()].toSorted((a, b) => a - b);
  }

  /** Resolves what the fault is aimed at; nothing has happened yet. */
  #aim(fault: Fault, random: Random): Aim {
    switch (fault.kind) {
      case 'loss':
      case 'duplication':
      case 'delay':
      case 'reordering':
      case 'corruption':
        return { ...aimedAt(fault, 'all links'), disturbance: { fault, random } };
      case 'cut':
      case 'clogging':
        return this.#aimLinks(fault, random);
      case 'partition':
        return this.#aimPartition(fault, random);
      case 'client-cut':
        return this.#aimClientCut(fault, random);
      default:
        return this.#aimAtReplica(fault, random);
    }
  }

  #aimLinks(fault: FaultOf<'cut' | 'clogging'>, random: Random): Aim {
    const nodes = this.#world.nodes();
    const senders = resolveEnd(fault.sender, nodes, random);
    if (typeof senders === 'string') return aimedAt(fault, senders);
    const receivers = resolveEnd(fault.receiver, nodes, random, senders);
    if (typeof receivers === 'string') return aimedAt(fault, receivers);
    const links = between(senders, receivers, nodes.replicas.length);
    if (links.length === 0) return aimedAt(fault, `${struckNothing}that is no link`);
    const name = (ends: readonly number[]): string =>
      ends.length > 1 ? 'all' : nodeName(ends[0] as number, nodes.replicas.length);
    const aim = aimedAt(fault, `${name(senders)} → ${name(receivers)}`);
    return fault.kind === 'cut' ? { ...aim, cuts: links } : { ...aim, clogs: links };
  }

  #aimPartition(fault: FaultOf<'partition'>, random: Random): Aim {
    const nodes = this.#world.nodes();
    const side = resolveNodes(fault.side, nodes, random);
    if (typeof side === 'string') return aimedAt(fault, side);
    const others = nodes.replicas.map(({ replica }) => replica).filter((r) => !side.includes(r));
    const cuts = bothWays(side, others);
    const target = `${nodesName(side, nodes)} | ${nodesName(others, nodes)}`;
    return { ...aimedAt(fault, target), cuts };
  }

  #aimClientCut(fault: FaultOf<'client-cut'>, random: Random): Aim {
    const nodes = this.#world.nodes();
    const client = resolveNodes([`client ${fault.client}`], nodes, random);
    if (typeof client === 'string') return aimedAt(fault, client);
    const replicas = resolveNodes(fault.replicas, nodes, random);
    if (typeof replicas === 'string') return aimedAt(fault, replicas);
    const target = `${nodesName(client, nodes)} | ${nodesName(replicas, nodes)}`;
    return { ...aimedAt(fault, target), cuts: bothWays(client, replicas) };
  }

  #aimAtReplica(fault: Extract<Fault, { replica: unknown }>, random: Random): Aim {
    const replica = resolveReplica(fault.replica, this.#world.nodes().replicas, random);
    if (typeof replica === 'string') return aimedAt(fault, replica);
    const struck = { ...aimedAt(fault, `replica ${replica}`), replica };
    if (fault.kind === 'slow-disk') return { ...struck, slowness: { mean: fault.mean, random } };
    if (fault.kind === 'pause' && this.#world.machines[replica]?.up !== true) {
      return aimedAt(fault, `${struckNothing}replica ${replica} is down`);
    }
    if (fault.kind !== 'bit-flip' && fault.kind !== 'misdirected-write') return struck;
    if (fault.zone === 'superblock') {
      const slot = fault.slot % superblockCopies;
      return { ...struck, target: `replica ${replica}, superblock copy ${slot}`, slot };
    }
    const slots = this.#slotsThatRot(replica);
    if (slots === 0) {
      return aimedAt(fault, `${struckNothing}the journal of replica ${replica} is too short`);
    }
    const slot = fault.slot % slots;
    // Where a write will be led astray, nobody knows yet which one that is.
    const target = fault.kind === 'bit-flip' ? `replica ${replica}, slot ${slot}` : null;
    return { ...struck, target, slot };
  }

  /** See `slotsPerChunk` for why these are not all. */
  #slotsThatRot(replica: number): number {
    const { machines } = this.#world;
    const written = machines[replica]?.storage.slotsWritten ?? 0;
    const settled = Math.max(0, written - slotsPerChunk);
    return settled - (settled % (slotsPerChunk * machines.length));
  }

  #strike(struck: Struck, random: Random): void {
    const { fault, cuts, clogs, disturbance, slowness, replica, slot } = struck;
    const { links, machines } = this.#world;
    for (const [sender, receiver] of cuts) links.cut(sender, receiver);
    for (const [sender, receiver] of clogs) links.clog(sender, receiver);
    if (disturbance !== null) links.disturbances.push(disturbance);
    const machine = machines[replica];
    if (machine === undefined) return;
    if (slowness !== null) machine.storage.slowness.push(slowness);
    if (fault.kind === 'crash') machine.crash(fault.lost, fault.torn, random);
    if (fault.kind === 'pause') machine.pause();
    if (fault.kind === 'clock-offset') machine.clock.shift(fault.offset);
    if (fault.kind === 'clock-drift') machine.clock.drift(fault.gained);
    if (fault.kind === 'bit-flip') machine.storage.flip(fault.zone, slot, fault.bit);
    if (fault.kind === 'misdirected-write') this.#misdirect(struck, fault);
  }

  /** Strikes a write that is still to come, and says so then. */
  #misdirect(struck: Struck, { zone }: FaultOf<'misdirected-write'>): void {
    const { replica, slot: landing } = struck;
    const { machines } = this.#world;
    const strike = (slot: number): void => {
      const what = zone === 'journal-headers' ? 'sector of headers of slot' : 'slot';
      struck.target = `replica ${replica}, ${what} ${slot} → ${landing}`;
      struck.misdirection = null;
      struck.say(struck.target);
    };
    struck.misdirection = { zone, slot: landing, modulus: machines.length, strike };
    machines[replica]?.storage.misdirections.armed.push(struck.misdirection);
  }

  #undo(struck: Struck): void {
    const { fault, cuts, clogs, disturbance, slowness, misdirection } = struck;
    const { links, machines } = this.#world;
    for (const [sender, receiver] of cuts) links.mend(sender, receiver);
    for (const [sender, receiver] of clogs) links.unclog(sender, receiver);
    if (disturbance !== null) remove(links.disturbances, disturbance);
    const machine = machines[struck.replica];
    if (machine === undefined) return;
    if (slowness !== null) remove(machine.storage.slowness, slowness);
    if (misdirection !== null) remove(machine.storage.misdirections.armed, misdirection);
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
function aimedAt(fault: Fault, target: string): Aim {
  return {
    fault,
    target,
    replica: -1,
    cuts: [],
    clogs: [],
    disturbance: null,
    slowness: null,
    slot: 0,
    misdirection: null,
  };
}

/** The links from each of one group to each of another; clients have none between them. */
function between(
  senders: readonly number[],
  receivers: readonly number[],
  replicas: number,
): readonly Link[] {
  return senders.flatMap((sender) =>
    receivers
      .filter((receiver) => sender !== receiver && Math.min(sender, receiver) < replicas)
      .map((receiver): Link => [sender, receiver]),
  );
}

function bothWays(side: readonly number[], others: readonly number[]): readonly Link[] {
  return side.flatMap((a) =>
    others.flatMap((b): Link[] => [
      [a, b],
      [b, a],
    ]),
  );
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
