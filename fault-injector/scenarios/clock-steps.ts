import { millisecond, second } from '../../harness/time.ts';
import { drawReplica, drawSigned } from '../fault-draw.ts';
import { drawRounds, part, type Scenario } from './scenario.ts';

export const clockSteps: Scenario = {
  name: 'clock-steps',
  about: 'The wall clock of a replica is set forward or back again and again.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 8 * second, second, (round) => {
      const { random } = round;
      const step = drawSigned(random, random.between(millisecond, 200 * millisecond));
      const every = random.between(100 * millisecond, 2 * second);
      const interval = part(round, 0, random.between(60, 100));
      return [{ kind: 'clock-step', ...interval, replica: drawReplica(round), step, every }];
    }),
};
