import { second } from '../../harness/time.ts';
import { allReplicas, drawRounds, part, type Scenario } from './scenario.ts';

export const allDown: Scenario = {
  name: 'all-down',
  about: 'The power goes for all replicas at once; they come back one by one, and nothing is lost.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 6 * second, second, (round) => {
      const { random } = round;
      return allReplicas(round).map((replica) => {
        const interval = part(round, 20, random.between(30, 90));
        return { kind: 'crash', ...interval, replica, lost: [1, 2], torn: [0, 1] };
      });
    }),
};
