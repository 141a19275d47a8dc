import { millisecond, second } from '../../harness/time.ts';
import { drawRounds, type Scenario } from './scenario.ts';

export const longPauses: Scenario = {
  name: 'long-pauses',
  about: 'The primary stops and goes on as if nothing had happened, with an inbox of old messages.',
  replicasMin: 1,
  draw: (scope) =>
    drawRounds(scope, 3 * second, 0, ({ random, from, until, replicas }) => {
      const begin = from + random.below(Math.floor((until - from) / 4));
      const span = random.between(Math.min(100 * millisecond, until - begin), until - begin);
      const replica = replicas === 1 ? 0 : 'primary';
      return [{ kind: 'pause', from: begin, until: begin + span, replica }];
    }),
};
