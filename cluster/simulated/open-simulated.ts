import type { Cluster } from '../../harness/cluster.ts';
import type { StateMachine } from '../../harness/environment.ts';
import type { ClusterParts } from '../../harness/run.ts';
import type { CreateReplica, FormatReplica } from './replica-under-test.ts';
import { SimulatedCluster } from './simulated-cluster.ts';

export interface SimulatedOptions extends Omit<ClusterParts, 'recorder'> {
  readonly recorder: Pick<ClusterParts['recorder'], 'append' | 'appendBytes'>;
  /** A fresh one for each start of a replica. */
  readonly stateMachine: () => StateMachine;
  readonly createReplica: CreateReplica;
  readonly format: FormatReplica;
}

/** A cluster in virtual time: the plan and what it is given decide all that happens in it. */
export function openSimulated(options: SimulatedOptions): Cluster {
  return new SimulatedCluster(options);
}
