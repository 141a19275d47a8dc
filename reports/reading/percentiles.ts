import type { Nanoseconds } from '../../harness/time.ts';

/** What a set of latencies comes to. Exact: each number is one that was measured. */
export interface LatencySummary {
  readonly count: number;
  readonly p50: Nanoseconds;
  readonly p90: Nanoseconds;
  readonly p99: Nanoseconds;
  readonly p999: Nanoseconds;
  readonly max: Nanoseconds;
}

/** Summarises `sorted` latencies; null where there is none. */
export function summarise(sorted: Float64Array): LatencySummary | null {
  if (sorted.length === 0) return null;
  return {
    count: sorted.length,
    p50: valueAt(sorted, 0.5),
    p90: valueAt(sorted, 0.9),
    p99: valueAt(sorted, 0.99),
    p999: valueAt(sorted, 0.999),
    max: valueAt(sorted, 1),
  };
}

/**
 * The nearest rank: the smallest value that at least `share` (0 to 1) of all do not exceed.
 * @param sorted ascending, not empty
 */
export function valueAt(sorted: Float64Array, share: number): Nanoseconds {
  // A product such as 0.9 × 10 may lie a hair above the whole number that it is.
  const rank = Math.ceil(sorted.length * share - 1e-9);
  return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1] as number;
}
