import { second } from '../../harness/time.ts';
import { drawRounds, part, type Scenario } from './scenario.ts';

export const fullDisk: Scenario = {
  name: 'full-disk',
  about: 'There is no room on a disk: its replica stops when its data file has to grow.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 6 * second, second, (round) => {
      const { random, replicas } = round;
      const interval = part(round, random.between(0, 20), random.between(50, 100));
      return [{ kind: 'full-disk', ...interval, replica: random.below(replicas) }];
    }),
};
