import { quorumSizes } from '../../cluster/vsr/quorums.ts';
import { type Canary, replicaWith } from './canary.ts';

export const smallerViewQuorum: Canary = {
  name: 'smaller-view-quorum',
  bug: 'a view starts with one vote fewer',
  caughtBy: 'durability',
  orBy: ['panic', 'model', 'convergence', 'real-time-order'],
  createReplica: replicaWith(({ options }) => {
    const sizes = quorumSizes(options.replicaCount);
    return { quorums: { ...sizes, viewChange: Math.max(1, sizes.viewChange - 1) } };
  }),
};
