import { second } from '../../harness/time.ts';
import { drawRounds, part, type Scenario } from './scenario.ts';

export const deafPrimary: Scenario = {
  name: 'deaf-primary',
  about: 'The primary sends and hears nothing, so nobody replaces it and nothing is committed.',
  replicasMin: 2,
  draw: (scope) =>
    drawRounds(scope, 14 * second, 2 * second, (round) => {
      const interval = part(round, 0, round.random.between(40, 95));
      return [{ kind: 'partition', ...interval, side: ['primary'], blocked: 'in' }];
    }),
};
