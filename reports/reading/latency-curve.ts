import type { Nanoseconds } from '../../harness/time.ts';
import { valueAt } from './percentiles.ts';

export interface CurvePoint {
  /** 0 to 100: the share of all requests that took no longer than `latency`. */
  readonly percentile: number;
  readonly latency: Nanoseconds;
}

/**
 * The percentile curve of `sorted` latencies, denser towards the slow end: so many points each
 * time that the rest of the requests halves. Empty where there are none.
 */
export function latencyCurve(sorted: Float64Array): readonly CurvePoint[] {
  if (sorted.length === 0) return [];
  return curveStops(sorted.length).map((percentile) => ({
    percentile,
    latency: valueAt(sorted, percentile / 100),
  }));
}

/** The curve of `sorted` at these stops; null where too few requests say anything about one. */
export function latenciesAt(
  sorted: Float64Array,
  stops: readonly number[],
): readonly (Nanoseconds | null)[] {
  return stops.map((percentile) => {
    const slowest = percentile >= 100 && sorted.length > 0;
    const enough = (1 - percentile / 100) * sorted.length >= 1;
    return slowest || enough ? valueAt(sorted, percentile / 100) : null;
  });
}

const pointsPerHalving = 8;
const named = [50, 90, 99, 99.9, 99.99];

/** As far to the right as so many requests say something about; the slowest of all at the end. */
export function curveStops(count: number): readonly number[] {
  const stops = new Set<number>();
  for (let rest = 1; rest * count >= 1; rest /= 2) {
    for (let step = 0; step < pointsPerHalving; step++) {
      const above = rest * (1 - step / (2 * pointsPerHalving));
      if (above * count >= 1) stops.add(100 * (1 - above));
    }
  }
  for (const percentile of named) if ((1 - percentile / 100) * count >= 1) stops.add(percentile);
  return [...[...stops].toSorted((a, b) => a - b), 100];
}
