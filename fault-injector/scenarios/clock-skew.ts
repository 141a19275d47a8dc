import type { Fault } from '../../harness/fault.ts';
import { microsecond, millisecond, second } from '../../harness/time.ts';
import { drawSigned } from '../fault-draw.ts';
import { allReplicas, drawRounds, part, type Scenario } from './scenario.ts';

export const clockSkew: Scenario = {
  name: 'clock-skew',
  about: 'All clocks are off and run at their own pace, too far apart to agree on the time.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 10 * second, 2 * second, (round) =>
      allReplicas(round).flatMap((replica): Fault[] => {
        const { random } = round;
        const interval = part(round, random.between(0, 20), random.between(60, 100));
        const gained = drawSigned(random, random.between(microsecond, 5 * millisecond));
        const offset = drawSigned(random, random.between(millisecond, 2 * second));
        return [
          { kind: 'clock-drift', ...interval, replica, gained },
          { kind: 'clock-offset', ...interval, replica, offset },
        ];
      }),
    ),
};
