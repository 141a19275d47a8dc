import type { ReplicaView } from '../../harness/cluster.ts';
import {
  type LinkEnd,
  type NodeTarget,
  type ReplicaTarget,
  struckNothing,
} from '../../harness/fault.ts';
import type { Random } from '../../harness/random.ts';

/** Who there is to be struck. */
export interface Nodes {
  readonly replicas: readonly ReplicaView[];
  readonly clients: number;
}

/**
 * What a target is at this moment: the index of a node, or a sentence that says why it is nothing.
 * Replicas come first, then clients. `taken` are replicas that a symbolic target must not be.
 */
function resolveNode(
  target: NodeTarget,
  nodes: Nodes,
  random: Random,
  taken: readonly number[] = [],
): number | string {
  if (typeof target === 'string' && target.startsWith('client ')) {
    const client = Number(target.slice('client '.length));
    if (client < nodes.clients) return nodes.replicas.length + client;
    return `${struckNothing}there is no client ${client}`;
  }
  return resolveReplica(target as ReplicaTarget, nodes.replicas, random, taken);
}

/** The nodes at one end of links, ascending: one, or all but those of the other end. */
export function resolveEnd(
  end: LinkEnd,
  nodes: Nodes,
  random: Random,
  taken: readonly number[] = [],
): readonly number[] | string {
  if (end === 'all') {
    return Array.from({ length: nodes.replicas.length + nodes.clients }, (_, node) => node);
  }
  const node = resolveNode(end, nodes, random, taken);
  return typeof node === 'string' ? node : [node];
}

/** Each target once, ascending; symbolic ones are others than those before them. */
export function resolveNodes(
  targets: readonly NodeTarget[],
  nodes: Nodes,
  random: Random,
): readonly number[] | string {
  const found: number[] = [];
  for (const target of targets) {
    const node = resolveNode(target, nodes, random, found);
    if (typeof node === 'string') return node;
    if (!found.includes(node)) found.push(node);
  }
  return found.toSorted((a, b) => a - b);
}

export function resolveReplica(
  target: ReplicaTarget,
  replicas: readonly ReplicaView[],
  random: Random,
  taken: readonly number[] = [],
): number | string {
  if (typeof target === 'number') {
    return target < replicas.length ? target : `${struckNothing}there is no replica ${target}`;
  }
  const primary = primaryOf(replicas);
  if (target === 'primary') {
    if (primary === null) return `${struckNothing}there is no primary`;
    return taken.includes(primary) ? `${struckNothing}the primary is taken already` : primary;
  }
  const backups = replicas
    .filter(({ state, standby }) => !standby && state?.status === 'normal' && !state.primary)
    .map(({ replica }) => replica)
    .filter((replica) => replica !== primary && !taken.includes(replica));
  return backups.length === 0 ? `${struckNothing}there is no backup` : random.pick(backups);
}

/** Of those that believe to be primary: the one with the highest view. */
function primaryOf(replicas: readonly ReplicaView[]): number | null {
  let found: number | null = null;
  let view = -1;
  for (const { replica, state } of replicas) {
    if (state === null || state.status !== 'normal' || !state.primary) continue;
    if (state.view <= view) continue;
    found = replica;
    view = state.view;
  }
  return found;
}

export function nodeName(node: number, replicas: number): string {
  return node < replicas ? `replica ${node}` : `client ${node - replicas}`;
}

/** `replica 0, 2 and client 1`, in that order. */
export function nodesName(found: readonly number[], { replicas }: Nodes): string {
  const clients = found.filter((node) => node >= replicas.length);
  const names = [
    ...listed(
      'replica',
      found.filter((node) => node < replicas.length),
    ),
    ...listed(
      'client',
      clients.map((node) => node - replicas.length),
    ),
  ];
  return names.length === 0 ? 'nobody' : names.join(' and ');
}

function listed(noun: string, numbers: readonly number[]): string[] {
  return numbers.length === 0 ? [] : [`${noun} ${numbers.join(', ')}`];
}
