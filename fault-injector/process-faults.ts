import type { FaultKind, FaultOf } from '../harness/fault.ts';
import type { Ratio } from '../harness/random.ts';
import { millisecond, type Nanoseconds, second } from '../harness/time.ts';
import { rotMax } from './budget.ts';
import type { DrawScope, Interval } from './draw-scope.ts';
import { drawReplica, type FaultDraw } from './fault-draw.ts';

/** A crash is worth most while writes are under way: a disk slows down so long ahead of it. */
export const slowAheadMax: Nanoseconds = 800 * millisecond;

/** Replicas that are gone for a while. */
export const processFaults = {
  crash: {
    gap: 6 * second,
    span: 2 * second,
    draw: (scope, interval) => {
      const crash = drawCrash(scope, interval);
      const { random } = scope;
      const { from, replica } = crash;
      const ahead = random.between(100 * millisecond, slowAheadMax);
      if (random.below(4) === 0 || from - ahead < scope.from) return [crash];
      const mean = random.between(20 * millisecond, 200 * millisecond);
      return [{ kind: 'slow-disk', from: from - ahead, until: from, replica, mean }, crash];
    },
  },
  pause: {
    gap: 10 * second,
    span: 3 * (second / 2),
    draw: (scope, interval) => [{ kind: 'pause', ...interval, replica: drawReplica(scope) }],
  },
  'crash-loop': {
    gap: 16 * second,
    span: 4 * second,
    draw: (scope, interval) => {
      const { random } = scope;
      const { kind: _, ...crash } = drawCrash(scope, interval);
      const down = random.between(10 * millisecond, second);
      const up = random.between(10 * millisecond, second);
      return [{ ...crash, kind: 'crash-loop', down, up }];
    },
  },
  reformat: {
    gap: 8 * second,
    span: 2 * second,
    draw: (scope, interval) => {
      if (scope.replicas < 3) return [];
      // One that may have lost every chunk anyway, where only one may.
      const replica = (scope.shift + scope.random.below(rotMax(scope.replicas))) % scope.replicas;
      return [{ kind: 'reformat', ...interval, replica }];
    },
  },
} as const satisfies Partial<Record<FaultKind, FaultDraw>>;

export function drawCrash(scope: DrawScope, interval: Interval): FaultOf<'crash'> {
  const { random, replicas } = scope;
  const whole: Ratio = [0, 1];
  return {
    kind: 'crash',
    ...interval,
    replica: drawReplica(scope),
    lost: random.pick<Ratio>([whole, whole, [1, 4], [1, 2], [1, 1]]),
    torn: replicas === 2 ? whole : random.pick<Ratio>([whole, [1, 2], [1, 1], [1, 1]]),
  };
}
