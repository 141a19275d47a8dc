import type { Random } from '../harness/random.ts';
import type { Nanoseconds } from '../harness/time.ts';

/** What every part of a preset draws from, and for. */
export interface DrawScope extends Interval {
  readonly random: Random;
  readonly replicas: number;
  readonly clients: number;
  /** The same for all disk faults of a run: it decides which replica may lose what. */
  readonly shift: number;
}

/** The first moment at which a fault may begin, and the last at which one may end. */
export interface Interval {
  readonly from: Nanoseconds;
  readonly until: Nanoseconds;
}

/** At least `minimum`, in the mean about `mean`, at most `maximum`. */
export function drawSpan(
  random: Random,
  minimum: Nanoseconds,
  mean: Nanoseconds,
  maximum: Nanoseconds,
): Nanoseconds {
  return Math.min(maximum, minimum + random.exponential(Math.max(0, mean - minimum)));
}
