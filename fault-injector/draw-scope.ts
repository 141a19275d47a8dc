import type { Random } from '../harness/random.ts';
import type { Nanoseconds } from '../harness/time.ts';

/** What every part of a preset draws from, and for. */
export interface DrawScope {
  readonly random: Random;
  readonly replicas: number;
  readonly clients: number;
  /** The first moment at which a fault may begin, and the last at which one may end. */
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
  return Math.min(maximum, minimum + random.exponential(mean - minimum));
}
