import type { Fault } from '../../harness/fault.ts';
import { millisecond, second } from '../../harness/time.ts';
import { drawBlock, drawPlace } from '../disk-faults.ts';
import { allReplicas, drawRounds, part, type Scenario } from './scenario.ts';

export const latentErrors: Scenario = {
  name: 'latent-errors',
  about: 'Sectors of every disk turn out to be unreadable when their replica starts again.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 6 * second, 0, (round) => {
      const { random, replicas, until } = round;
      const errors: Fault[] = [];
      for (let from = round.from; from < until; from += 100 * millisecond) {
        const place = drawPlace(round);
        const zone = random.pick([place.zone, 'client-replies', 'grid'] as const);
        const block = replicas > 1 && place.zone !== zone ? { zone, ...drawBlock(round) } : place;
        errors.push({ kind: 'read-error', from, until, ...block });
      }
      const crashes = allReplicas(round).map((replica): Fault => {
        const begin = random.between(30, 90);
        const interval = part(round, begin, begin + random.between(2, 10));
        return { kind: 'crash', ...interval, replica, lost: [0, 1], torn: [0, 1] };
      });
      return [...errors, ...crashes];
    }),
};
