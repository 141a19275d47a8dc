import type { Fault, ReplicaTarget } from '../harness/fault.ts';
import type { Random } from '../harness/random.ts';
import { type Nanoseconds, second } from '../harness/time.ts';
import { type DrawScope, drawSpan, type Interval } from './draw-scope.ts';

/** How faults of one kind are drawn. */
export interface FaultDraw {
  /** From the end of one to the beginning of the next, in the mean. */
  readonly gap: Nanoseconds;
  /** How long one lasts, in the mean; 0 for what strikes once. */
  readonly span: Nanoseconds;
  /**
   * One fault, with what belongs to it; nothing where it can't be.
   * @param force how bad it may be at the worst, in percent of what is usual
   */
  readonly draw: (scope: DrawScope, interval: Interval, force: number) => readonly Fault[];
}

/** What is usual, in percent. */
export interface Intensity {
  readonly gap: number;
  readonly span: number;
  readonly force: number;
}

export const usual: Intensity = { gap: 100, span: 100, force: 100 };

/** One after the other, from the beginning of the scope to its end. */
export function drawSeries(scope: DrawScope, kind: FaultDraw, intensity: Intensity): Fault[] {
  const { random } = scope;
  const gap = percentOf(kind.gap, intensity.gap);
  const span = percentOf(kind.span, intensity.span);
  const faults: Fault[] = [];
  let at = scope.from;
  for (;;) {
    const from = at + drawSpan(random, second / 20, gap, 4 * gap);
    const until = span === 0 ? from : from + drawSpan(random, second / 5, span, 3 * span);
    if (until > scope.until) return faults;
    faults.push(...kind.draw(scope, { from, until }, intensity.force));
    at = until;
  }
}

/** From `minimum` to `maximum` where all is usual; with more force to more, with less to less. */
export function drawForce(random: Random, minimum: number, maximum: number, force: number): number {
  return random.between(minimum, Math.max(minimum, percentOf(maximum, force)));
}

/** Mostly the primary: that is whose absence is felt. */
export function drawReplica({ random, replicas }: DrawScope): ReplicaTarget {
  if (replicas === 1) return 0;
  return random.pick<ReplicaTarget>(['primary', 'primary', 'backup', random.below(replicas)]);
}

export function drawSigned(random: Random, size: number): number {
  return random.below(2) === 0 ? size : -size;
}

function percentOf(value: number, percent: number): number {
  return Math.floor((value * percent) / 100);
}
