import { second } from '../../harness/time.ts';
import { drawRounds, minority, part, type Scenario, someReplicas } from './scenario.ts';

export const minorityPartition: Scenario = {
  name: 'minority-partition',
  about: 'A minority is cut off, in both directions or in one: the others have to go on.',
  replicasMin: 2,
  draw: (scope) =>
    drawRounds(scope, 5 * second, second, (round) => {
      const { random, replicas } = round;
      const side = someReplicas(round, random, random.between(1, minority(replicas)));
      const blocked = random.pick([undefined, 'in', 'out'] as const);
      const form = blocked === undefined ? {} : { blocked };
      const interval = part(round, random.between(0, 20), random.between(50, 100));
      return [{ kind: 'partition', ...interval, side, ...form }];
    }),
};
