import type { HistoryEvent } from '../../harness/history.ts';

/** By session: the node of its client. Nodes are replicas first, then clients. */
export type Askers = ReadonlyMap<number, number>;

export function readNodes(events: readonly HistoryEvent[], replicas: number): Askers {
  const nodes = new Map<number, number>();
  for (const event of events) {
    if (event.kind === 'session') nodes.set(event.session, replicas + event.client);
  }
  return nodes;
}

/** −1 where the history names no client. */
export function clientNode(askers: Askers, session: number): number {
  return askers.get(session) ?? -1;
}

/** `replica 1`, `client 3`. */
export function nodeName(node: number, replicas: number): string {
  return node < replicas ? `replica ${node}` : `client ${node - replicas}`;
}
