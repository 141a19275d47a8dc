import { millisecond, second } from '../../harness/time.ts';
import { drawReplica, drawSigned } from '../fault-draw.ts';
import { drawRounds, part, type Scenario } from './scenario.ts';

export const clockStrobe: Scenario = {
  name: 'clock-strobe',
  about: 'The wall clock of a replica jumps away and back many times a second.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 5 * second, second, (round) => {
      const { random } = round;
      const offset = drawSigned(random, random.between(millisecond, second));
      const every = random.between(2 * millisecond, 200 * millisecond);
      const interval = part(round, 0, random.between(50, 100));
      return [{ kind: 'clock-strobe', ...interval, replica: drawReplica(round), offset, every }];
    }),
};
