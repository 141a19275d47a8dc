import {
  type Fault,
  type FaultOf,
  type FaultyZone,
  slotsPerChunk,
  struckNothing,
  superblockCopies,
} from '../../harness/fault.ts';
import type { Random } from '../../harness/random.ts';
import type { SimulatedMachine } from './simulated-machine.ts';
import {
  type Nodes,
  nodeName,
  nodesName,
  resolveEnd,
  resolveNodes,
  resolveReplica,
} from './targets.ts';
import { isJournal } from './torn-writes.ts';

type Link = readonly [sender: number, receiver: number];

/** What a fault is about to strike, its symbolic targets resolved. */
export interface Aim {
  /** For the history; null as long as it waits for something to strike. */
  readonly target: string | null;
  /** The replica, or −1 where there is none. */
  readonly replica: number;
  readonly links: readonly Link[];
  /** The journal slot, or the superblock's copy, of damage to a disk. */
  readonly slot: number;
}

/** Who can be aimed at. */
export interface Targets {
  /** Without standbys. */
  readonly replicaCount: number;
  readonly machines: readonly SimulatedMachine[];
  nodes(): Nodes;
}

/** Resolves what the fault is aimed at; nothing has happened yet. */
export function aimFault(fault: Fault, targets: Targets, random: Random): Aim {
  switch (fault.kind) {
    case 'loss':
    case 'duplication':
    case 'delay':
    case 'reordering':
    case 'corruption':
    case 'truncation':
      return aimedAt('all links');
    case 'cut':
    case 'flapping':
    case 'clogging':
    case 'bandwidth':
      return aimLinks(fault, targets.nodes(), random);
    case 'partition':
      return aimPartition(fault, targets.nodes(), random);
    case 'client-cut':
      return aimClientCut(fault, targets.nodes(), random);
    default:
      return aimReplica(fault, targets, random);
  }
}

function aimLinks(
  fault: FaultOf<'cut' | 'flapping' | 'clogging' | 'bandwidth'>,
  nodes: Nodes,
  random: Random,
): Aim {
  const senders = resolveEnd(fault.sender, nodes, random);
  if (typeof senders === 'string') return aimedAt(senders);
  const receivers = resolveEnd(fault.receiver, nodes, random, senders);
  if (typeof receivers === 'string') return aimedAt(receivers);
  const links = between(senders, receivers, nodes.replicas.length);
  if (links.length === 0) return aimedAt(`${struckNothing}that is no link`);
  const name = (ends: readonly number[]): string =>
    ends.length > 1 ? 'all' : nodeName(ends[0] as number, nodes.replicas.length);
  return { ...aimedAt(`${name(senders)} → ${name(receivers)}`), links };
}

function aimPartition(fault: FaultOf<'partition'>, nodes: Nodes, random: Random): Aim {
  const side = resolveNodes(fault.side, nodes, random);
  if (typeof side === 'string') return aimedAt(side);
  const others = nodes.replicas.map(({ replica }) => replica).filter((r) => !side.includes(r));
  const only = fault.blocked === undefined ? '' : ` (nothing gets ${fault.blocked})`;
  const target = `${nodesName(side, nodes)} | ${nodesName(others, nodes)}${only}`;
  return { ...aimedAt(target), links: linksOf(side, others, fault.blocked) };
}

function aimClientCut(fault: FaultOf<'client-cut'>, nodes: Nodes, random: Random): Aim {
  const client = resolveNodes([`client ${fault.client}`], nodes, random);
  if (typeof client === 'string') return aimedAt(client);
  const replicas = resolveNodes(fault.replicas, nodes, random);
  if (typeof replicas === 'string') return aimedAt(replicas);
  const target = `${nodesName(client, nodes)} | ${nodesName(replicas, nodes)}`;
  return { ...aimedAt(target), links: linksOf(client, replicas, undefined) };
}

function aimReplica(
  fault: Extract<Fault, { replica: unknown }>,
  targets: Targets,
  random: Random,
): Aim {
  const replica = resolveReplica(fault.replica, targets.nodes().replicas, random);
  if (typeof replica === 'string') return aimedAt(replica);
  const aim = { ...aimedAt(`replica ${replica}`), replica };
  if (fault.kind === 'pause' && targets.machines[replica]?.up !== true) {
    return aimedAt(`${struckNothing}replica ${replica} is down`);
  }
  // Only when the data file is to grow is anything struck.
  if (fault.kind === 'full-disk') return { ...aim, target: null };
  return 'zone' in fault ? aimDisk(fault, aim, targets) : aim;
}

type DiskDamage = Extract<Fault, { readonly zone: FaultyZone }>;

/** What damages a place of a disk; null where the write that it waits for names the target. */
function aimDisk(fault: DiskDamage, aim: Aim, targets: Targets): Aim {
  const waits = fault.kind !== 'bit-flip' && fault.kind !== 'read-error';
  const { replica } = aim;
  if (fault.zone === 'superblock') {
    const slot = fault.slot % superblockCopies;
    const target = waits ? null : `replica ${replica}, superblock copy ${slot}`;
    return { ...aim, target, slot };
  }
  if (fault.kind === 'lost-write' || fault.kind === 'rollback') {
    return { ...aim, target: null, slot: fault.slot };
  }
  const found = isJournal(fault.zone)
    ? slotThatRots(fault.slot, replica, targets)
    : placeWritten(fault.zone, fault.slot, replica, targets);
  if (typeof found === 'string') return aimedAt(`${struckNothing}${found}`);
  const what = isJournal(fault.zone) ? 'slot' : `${fault.zone} ${nounOf(fault.zone)}`;
  return { ...aim, target: waits ? null : `replica ${replica}, ${what} ${found}`, slot: found };
}

/** See `slotsPerChunk` for why these are not all. Else says why there is none. */
function slotThatRots(asked: number, replica: number, targets: Targets): number | string {
  const { machines, replicaCount } = targets;
  const machine = machines[replica];
  const { slotsWritten = 0, slotCount = 0 } = machine?.storage ?? {};
  const headOp = machine?.headOp ?? 0;
  const wrapped = headOp >= slotCount;
  const settled = Math.max(0, slotsWritten - (wrapped ? 0 : slotsPerChunk));
  const chunks = Math.ceil(slotCount / slotsPerChunk);
  const headChunk = chunkOf(headOp % slotCount);
  // Once it has wrapped: the head's own chunk, the one before it and the one behind it.
  const isNear = (chunk: number): boolean =>
    wrapped && (headChunk - chunk + chunks + 1) % chunks <= 2;
  const chunk = pickAlike(chunkOf(asked), chunkOf(settled), replicaCount, isNear);
  if (chunk === null) return `no slot like ${asked} of replica ${replica} is far from its head`;
  return chunk * slotsPerChunk + (asked % slotsPerChunk);
}

function placeWritten(
  zone: 'client-replies' | 'grid',
  asked: number,
  replica: number,
  { machines, replicaCount }: Targets,
): number | string {
  const written = machines[replica]?.storage.placesWritten(zone) ?? 0;
  const place = pickAlike(asked, written, replicaCount, () => false);
  return place ?? `replica ${replica} has written no ${zone} ${nounOf(zone)} like ${asked}`;
}

/** Of the numbers below `count` that have the same remainder: one of those not excluded. */
function pickAlike(
  asked: number,
  count: number,
  modulus: number,
  excluded: (number: number) => boolean,
): number | null {
  const alike: number[] = [];
  for (let each = asked % modulus; each < count; each += modulus) {
    if (!excluded(each)) alike.push(each);
  }
  return alike[Math.floor(asked / modulus) % alike.length] ?? null;
}

function nounOf(zone: 'client-replies' | 'grid'): string {
  return zone === 'grid' ? 'block' : 'slot';
}

function chunkOf(slot: number): number {
  return Math.floor(slot / slotsPerChunk);
}

function aimedAt(target: string): Aim {
  return { target, replica: -1, links: [], slot: 0 };
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

function linksOf(
  side: readonly number[],
  others: readonly number[],
  blocked: 'in' | 'out' | undefined,
): readonly Link[] {
  return side.flatMap((a) =>
    others.flatMap((b): readonly Link[] => [
      ...(blocked === 'in' ? [] : [[a, b] as const]),
      ...(blocked === 'out' ? [] : [[b, a] as const]),
    ]),
  );
}
