import type { Cluster } from '../../harness/cluster.ts';
import { format } from '../vsr/format.ts';
import { Replica } from '../vsr/replica.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import type { WorldOptions } from './world-options.ts';

/** Replicas are those of cluster/vsr, unless it is given others: one with a planted bug, say. */
export type SimulatedOptions = Omit<WorldOptions, 'createReplica' | 'format'> &
  Partial<Pick<WorldOptions, 'createReplica' | 'format'>>;

/** A cluster in virtual time: the plan and what it is given decide all that happens in it. */
export function openSimulated(options: SimulatedOptions): Cluster {
  return new SimulatedCluster({
    createReplica: (replicaOptions) => new Replica(replicaOptions),
    format,
    ...options,
  });
}
