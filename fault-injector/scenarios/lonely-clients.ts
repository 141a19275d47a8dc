import type { Fault } from '../../harness/fault.ts';
import { second } from '../../harness/time.ts';
import { drawRounds, part, type Scenario, someReplicas } from './scenario.ts';

export const lonelyClients: Scenario = {
  name: 'lonely-clients',
  about: 'Clients reach one replica, or none: their requests come late, and again.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 4 * second, second, (round) => {
      const { random, replicas } = round;
      return Array.from({ length: round.clients }, (_, client): Fault => {
        const interval = part(round, random.between(0, 40), random.between(50, 100));
        const cut = random.below(2) === 0 ? replicas : Math.max(1, replicas - 1);
        const unreachable = someReplicas(round, random, cut);
        return { kind: 'client-cut', ...interval, client, replicas: unreachable };
      });
    }),
};
