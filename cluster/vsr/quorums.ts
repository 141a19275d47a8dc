import { assert } from '../../harness/assert.ts';

/** How many replicas it takes for what; any two that must not miss each other overlap. */
export interface QuorumSizes {
  /** Acknowledgements that commit a prepare, the primary's own among them. */
  readonly replication: number;
  /** Votes that start a view; overlaps every replication quorum. */
  readonly viewChange: number;
  /** Denials that prove that a prepare cannot have been committed. */
  readonly nack: number;
  /** Replicas that must have a release before all of them change to it. */
  readonly upgrade: number;
}

const table: readonly QuorumSizes[] = [
  { replication: 1, viewChange: 1, nack: 1, upgrade: 1 },
  { replication: 2, viewChange: 2, nack: 1, upgrade: 2 },
  { replication: 2, viewChange: 2, nack: 2, upgrade: 3 },
  { replication: 2, viewChange: 3, nack: 3, upgrade: 4 },
  { replication: 3, viewChange: 3, nack: 3, upgrade: 5 },
  { replication: 3, viewChange: 4, nack: 4, upgrade: 6 },
];

/** Facts 5: for clusters of 1 to 6 replicas. */
export function quorumSizes(replicaCount: number): QuorumSizes {
  const sizes = table[replicaCount - 1];
  assert(sizes !== undefined, 'a cluster has 1 to 6 replicas');
  const overlaps = sizes.replication + sizes.viewChange > replicaCount;
  assert(overlaps, 'a view cannot start without one that acknowledged');
  assert(sizes.nack > replicaCount - sizes.replication, 'denials leave too few for a commit');
  return sizes;
}
