import { millisecond, second } from '../../harness/time.ts';
import { drawReplica } from '../fault-draw.ts';
import { drawRounds, part, type Scenario } from './scenario.ts';

export const slowDisk: Scenario = {
  name: 'slow-disk',
  about: 'One disk takes very long, to write or to read: the others should not have to wait.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 6 * second, second, (round) => {
      const { random } = round;
      const mean = random.between(20 * millisecond, 500 * millisecond);
      const only = random.pick([undefined, 'reads', 'writes'] as const);
      const form = only === undefined ? {} : { only };
      const interval = part(round, 0, random.between(50, 100));
      return [{ kind: 'slow-disk', ...interval, replica: drawReplica(round), mean, ...form }];
    }),
};
