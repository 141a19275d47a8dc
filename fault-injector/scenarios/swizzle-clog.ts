import { second } from '../../harness/time.ts';
import { drawRounds, part, type Scenario, someReplicas } from './scenario.ts';

export const swizzleClog: Scenario = {
  name: 'swizzle-clog',
  about: 'Replicas are clogged one after the other, and let go in another order.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 6 * second, 2 * second, (round) => {
      const { random, replicas } = round;
      return someReplicas(round, random, random.between(1, replicas)).flatMap((replica) => {
        const interval = part(round, random.between(0, 49), random.between(50, 100));
        return [
          { kind: 'clogging', ...interval, sender: replica, receiver: 'all' },
          { kind: 'clogging', ...interval, sender: 'all', receiver: replica },
        ];
      });
    }),
};
