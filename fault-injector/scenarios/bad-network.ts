import { millisecond, second } from '../../harness/time.ts';
import { drawRounds, part, type Scenario } from './scenario.ts';

export const badNetwork: Scenario = {
  name: 'bad-network',
  about: 'Messages are lost, doubled, overtaken, mangled and cut short, all at the same time.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 6 * second, second, (round) => {
      const { random } = round;
      const interval = part(round, 0, random.between(60, 100));
      const share = (most: number) => [random.between(1, most), 100] as const;
      const hold = random.between(millisecond, 100 * millisecond);
      return [
        { kind: 'loss', ...interval, ratio: share(20) },
        { kind: 'duplication', ...interval, ratio: share(30) },
        { kind: 'reordering', ...interval, ratio: share(40), hold },
        { kind: 'corruption', ...interval, ratio: share(10) },
        { kind: 'truncation', ...interval, ratio: share(10) },
      ];
    }),
};
