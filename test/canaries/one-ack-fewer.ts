import { quorumSizes } from '../../cluster/vsr/quorums.ts';
import { millisecond, second } from '../../harness/time.ts';
import { type Canary, replicaWith } from './canary.ts';

export const oneAckFewer: Canary = {
  name: 'a prepare is committed with one acknowledgement fewer',
  caughtBy: 'durability',
  createReplica: replicaWith(({ options }) => {
    const sizes = quorumSizes(options.replicaCount);
    return { quorums: { ...sizes, replication: sizes.replication - 1 } };
  }),
  // The primary goes on by itself, while the others find a new one.
  faults: (random) => {
    const from = random.between(600 * millisecond, second);
    return [{ kind: 'partition', side: ['primary'], from, until: from + 2 * second }];
  },
};
