import { millisecond, second } from '../../harness/time.ts';
import { drawRounds, part, type Scenario } from './scenario.ts';

export const slowNetwork: Scenario = {
  name: 'slow-network',
  about: 'Messages take long, a few of them very long, and links carry little.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 6 * second, second, (round) => {
      const { random } = round;
      const mean = random.between(5 * millisecond, 80 * millisecond);
      const bytesPerSecond = random.between(10_000, 1_000_000);
      const interval = part(round, 0, random.between(60, 100));
      const link = { sender: 'all', receiver: 'all' } as const;
      return [
        { kind: 'delay', ...interval, mean, distribution: 'long-tail' },
        { kind: 'bandwidth', ...interval, ...link, bytesPerSecond },
      ];
    }),
};
