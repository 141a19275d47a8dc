import type { ReplicaView } from '../../harness/cluster.ts';
import { type NodeTarget, type ReplicaTarget, struckNothing } from '../../harness/fault.ts';
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
export function resolveNode(
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
    .filter(({ state }) => state?.status === 'normal' && !state.primary)
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
