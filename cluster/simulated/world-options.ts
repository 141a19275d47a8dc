import type { StateMachine } from '../../harness/environment.ts';
import type { ClusterParts } from '../../harness/run.ts';
import type { CreateReplica, FormatReplica } from './replica-under-test.ts';

/** All that a simulated world is made of. */
export interface WorldOptions extends Omit<ClusterParts, 'recorder'> {
  readonly recorder: Pick<ClusterParts['recorder'], 'append' | 'appendBytes'>;
  /** A fresh one for each start of a replica. */
  readonly stateMachine: () => StateMachine;
  readonly createReplica: CreateReplica;
  readonly format: FormatReplica;
}
