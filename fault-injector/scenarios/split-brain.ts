import type { NodeTarget } from '../../harness/fault.ts';
import { second } from '../../harness/time.ts';
import { drawRounds, minority, part, type Scenario } from './scenario.ts';

export const splitBrain: Scenario = {
  name: 'split-brain',
  about: 'The primary is left with a minority and half of the clients: it must not answer them.',
  replicasMin: 2,
  draw: (scope) =>
    drawRounds(scope, 6 * second, second, (round) => {
      const { random, replicas } = round;
      const backups = random.below(minority(replicas));
      const side: NodeTarget[] = [
        'primary',
        ...Array.from({ length: backups }, () => 'backup' as const),
      ];
      for (let client = random.below(2); client < round.clients; client += 2) {
        side.push(`client ${client}`);
      }
      return [{ kind: 'partition', ...part(round, 0, random.between(40, 90)), side }];
    }),
};
