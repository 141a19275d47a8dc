import type { Fault } from '../../harness/fault.ts';
import { second } from '../../harness/time.ts';
import { drawPlace } from '../disk-faults.ts';
import { drawRounds, part, type Scenario } from './scenario.ts';

export const lyingDisk: Scenario = {
  name: 'lying-disk',
  about: 'Disks report writes that they never did, and then their replicas start again.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 4 * second, 0, (round) => {
      const { random } = round;
      const lies = Array.from({ length: 4 }, (): Fault => {
        const interval = part(round, random.between(0, 40), random.between(50, 80));
        return { kind: 'lost-write', ...interval, ...drawPlace(round) };
      });
      const replica = random.below(round.replicas);
      const crash = part(round, 80, random.between(85, 100));
      return [...lies, { kind: 'crash', ...crash, replica, lost: [0, 1], torn: [0, 1] }];
    }),
};
