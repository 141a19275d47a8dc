import { quorumSizes } from '../../cluster/vsr/quorums.ts';
import { type Canary, replicaWith } from './canary.ts';

export const oneAckFewer: Canary = {
  name: 'one-ack-fewer',
  bug: 'a prepare is committed with one acknowledgement fewer',
  caughtBy: 'durability',
  orBy: ['panic', 'model', 'convergence', 'real-time-order'],
  createReplica: replicaWith(({ options }) => {
    const sizes = quorumSizes(options.replicaCount);
    return { quorums: { ...sizes, replication: sizes.replication - 1 } };
  }),
};
