import { second } from '../../harness/time.ts';
import { allReplicas, drawRounds, part, type Scenario } from './scenario.ts';

export const rollingRestart: Scenario = {
  name: 'rolling-restart',
  about: 'Replicas go down and come back one after the other, as in an upgrade.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 2 * scope.replicas * second, 2 * second, (round) => {
      const { random, replicas } = round;
      const turn = Math.floor(100 / replicas);
      return random.shuffled(allReplicas(round)).map((replica, place) => {
        const begin = place * turn;
        const interval = part(round, begin, begin + Math.max(1, Math.floor(turn / 2)));
        return { kind: 'crash', ...interval, replica, lost: [0, 1], torn: [0, 1] };
      });
    }),
};
