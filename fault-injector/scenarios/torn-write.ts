import type { Ratio } from '../../harness/random.ts';
import { millisecond, second } from '../../harness/time.ts';
import { calmStretch } from '../budget.ts';
import { drawReplica } from '../fault-draw.ts';
import { drawRounds, part, type Scenario } from './scenario.ts';

export const tornWrite: Scenario = {
  name: 'torn-write',
  about: 'A replica goes down in the middle of slow writes, and each of them is torn.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 4 * second, calmStretch, (round) => {
      const { random, replicas } = round;
      const replica = drawReplica(round);
      const mean = random.between(20 * millisecond, 200 * millisecond);
      const down = random.between(30, 60);
      // Two replicas can't do without either: there they are lost instead.
      const torn: Ratio = replicas === 2 ? [0, 1] : [1, 1];
      const lost: Ratio = replicas === 2 ? [1, 2] : [0, 1];
      return [
        { kind: 'slow-disk', ...part(round, 0, down), replica, mean, only: 'writes' },
        { kind: 'crash', ...part(round, down, random.between(70, 100)), replica, lost, torn },
      ];
    }),
};
