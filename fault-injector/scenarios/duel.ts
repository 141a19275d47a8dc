import type { Fault } from '../../harness/fault.ts';
import { millisecond, second } from '../../harness/time.ts';
import { drawRounds, type Scenario } from './scenario.ts';

export const duel: Scenario = {
  name: 'duel',
  about: 'Whoever is primary is cut off as soon as it is one, and comes back with an old view.',
  replicasMin: 2,
  draw: (scope) =>
    drawRounds(scope, 8 * second, 2 * second, (round) => {
      const { random } = round;
      const faults: Fault[] = [];
      for (let from = round.from; from + second <= round.until; ) {
        const until = from + random.between(200 * millisecond, second);
        faults.push({ kind: 'partition', from, until, side: ['primary'] });
        // The next one may begin before the last is over.
        from += random.between(150 * millisecond, 1_500 * millisecond);
      }
      return faults;
    }),
};
