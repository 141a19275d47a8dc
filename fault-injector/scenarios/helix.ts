import type { Fault } from '../../harness/fault.ts';
import { millisecond, second } from '../../harness/time.ts';
import { drawBlock, drawSlot } from '../disk-faults.ts';
import { allReplicas, drawRounds, part, type Scenario } from './scenario.ts';

export const helix: Scenario = {
  name: 'helix',
  about: 'Every replica loses other prepares, replies and blocks: no data file is left whole.',
  replicasMin: 2,
  draw: (scope) =>
    drawRounds(scope, 5 * second, 0, (round) => {
      const { random } = round;
      const flips: Fault[] = [];
      for (let at = round.from; at < round.until; at += 40 * millisecond) {
        const zone = random.pick(['journal-prepares', 'client-replies', 'grid'] as const);
        const place = zone === 'journal-prepares' ? drawSlot(round) : drawBlock(round);
        const bit = random.uint32();
        flips.push({ kind: 'bit-flip', from: at, until: at, zone, ...place, bit });
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
