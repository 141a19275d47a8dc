import type { Fault } from '../../harness/fault.ts';
import { second } from '../../harness/time.ts';
import { drawSlot } from '../disk-faults.ts';
import { allReplicas, drawRounds, part, type Scenario } from './scenario.ts';

export const misdirectedWrites: Scenario = {
  name: 'misdirected-writes',
  about: 'Writes to the journal land in the place of others, and then replicas start again.',
  replicasMin: 2,
  draw: (scope) =>
    drawRounds(scope, 4 * second, 0, (round) => {
      const { random } = round;
      const strays = Array.from({ length: 4 }, (): Fault => {
        const interval = part(round, random.between(0, 40), random.between(50, 80));
        const zone = random.pick(['journal-headers', 'journal-prepares'] as const);
        return { kind: 'misdirected-write', ...interval, zone, ...drawSlot(round) };
      });
      const crashes = allReplicas(round).map((replica): Fault => {
        const begin = random.between(60, 90);
        const interval = part(round, begin, begin + random.between(2, 10));
        return { kind: 'crash', ...interval, replica, lost: [0, 1], torn: [0, 1] };
      });
      return [...strays, ...crashes];
    }),
};
