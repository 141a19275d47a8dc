import { millisecond, second } from '../../harness/time.ts';
import { calmStretch } from '../budget.ts';
import { drawReplica } from '../fault-draw.ts';
import { drawRounds, part, type Scenario } from './scenario.ts';

export const crashLoop: Scenario = {
  name: 'crash-loop',
  about: 'A replica goes down again and again, often before it has caught up.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 5 * second, calmStretch, (round) => {
      const { random, replicas } = round;
      const down = random.between(10 * millisecond, 500 * millisecond);
      const up = random.between(10 * millisecond, 800 * millisecond);
      const writes = { lost: [1, 4], torn: [replicas === 2 ? 0 : 1, 2] } as const;
      const interval = part(round, 0, random.between(60, 100));
      const replica = drawReplica(round);
      return [{ kind: 'crash-loop', ...interval, replica, down, up, ...writes }];
    }),
};
