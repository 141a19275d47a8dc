import type { Fault } from '../../harness/fault.ts';
import { millisecond, second } from '../../harness/time.ts';
import { drawSlot } from '../disk-faults.ts';
import { allReplicas, drawRounds, part, type Scenario } from './scenario.ts';

export const helix: Scenario = {
  name: 'helix',
  about: 'Every replica loses another part of the journal, and no copy of all of it is left.',
  replicasMin: 2,
  draw: (scope) =>
    drawRounds(scope, 5 * second, 0, (round) => {
      const { random } = round;
      const flips: Fault[] = [];
      for (let at = round.from; at < round.until; at += 40 * millisecond) {
        const strike = { from: at, until: at, ...drawSlot(round), bit: random.uint32() };
        flips.push({ kind: 'bit-flip', ...strike, zone: 'journal-prepares' });
      }
      // Each of them starts anew now and then, and has to live on what its disk holds.
      const crashes = allReplicas(round).map((replica): Fault => {
        const begin = random.between(10, 80);
        const interval = part(round, begin, begin + random.between(2, 10));
        return { kind: 'crash', ...interval, replica, lost: [0, 1], torn: [0, 1] };
      });
      return [...flips, ...crashes];
    }),
};
