import type { Fault } from '../../harness/fault.ts';
import { second } from '../../harness/time.ts';
import { allReplicas, drawRounds, part, type Scenario } from './scenario.ts';

export const bridge: Scenario = {
  name: 'bridge',
  about: 'Two halves of the cluster see each other only through one replica that sees both.',
  replicasMin: 3,
  draw: (scope) =>
    drawRounds(scope, 6 * second, second, (round) => {
      const { random } = round;
      const [, ...others] = random.shuffled(allReplicas(round));
      const half = Math.floor(others.length / 2);
      const interval = part(round, 0, random.between(50, 100));
      return others.slice(0, half).flatMap((left) =>
        others.slice(half).flatMap((right): Fault[] => [
          { kind: 'cut', ...interval, sender: left, receiver: right },
          { kind: 'cut', ...interval, sender: right, receiver: left },
        ]),
      );
    }),
};
