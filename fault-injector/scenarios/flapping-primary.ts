import { millisecond, second } from '../../harness/time.ts';
import { drawRounds, part, type Scenario } from './scenario.ts';

export const flappingPrimary: Scenario = {
  name: 'flapping-primary',
  about: 'The links of whoever is primary come and go, too fast to settle on another.',
  replicasMin: 2,
  draw: (scope) =>
    drawRounds(scope, 5 * second, second, (round) => {
      const { random } = round;
      const beats = {
        down: random.between(200 * millisecond, 1_500 * millisecond),
        up: random.between(50 * millisecond, 500 * millisecond),
      };
      const interval = part(round, 0, random.between(50, 100));
      return [
        { kind: 'flapping', ...interval, sender: 'primary', receiver: 'all', ...beats },
        { kind: 'flapping', ...interval, sender: 'all', receiver: 'primary', ...beats },
      ];
    }),
};
