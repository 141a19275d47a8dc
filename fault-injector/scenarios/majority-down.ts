import { second } from '../../harness/time.ts';
import { drawRounds, part, type Scenario, someReplicas } from './scenario.ts';

export const majorityDown: Scenario = {
  name: 'majority-down',
  about: 'More than half of the replicas are down for a while: nothing goes on, nothing is lost.',
  replicasMin: 3,
  draw: (scope) =>
    drawRounds(scope, 6 * second, second, (round) => {
      const { random, replicas } = round;
      const most = random.between(Math.floor(replicas / 2) + 1, replicas - 1);
      return someReplicas(round, random, most).map((replica) => {
        const interval = part(round, random.between(0, 20), random.between(40, 80));
        return { kind: 'crash', ...interval, replica, lost: [1, 2], torn: [0, 1] };
      });
    }),
};
