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

/** Summarises `latencies`, which it sorts in place; null where there is none. */
export function summarise(latencies: Float64Array): LatencySummary | null {
  if (latencies.length === 0) return null;
  latencies.sort();
  return {
    count: latencies.length,
    p50: rank(latencies, 500),
    p90: rank(latencies, 900),
    p99: rank(latencies, 990),
    p999: rank(latencies, 999),
    max: latencies.at(-1) as number,
  };
}

/** The nearest rank: the smallest value that `permille` of all values do not exceed. */
function rank(sorted: Float64Array, permille: number): number {
  const position = Math.ceil((sorted.length * permille) / 1000);
  return sorted[Math.max(position, 1) - 1] as number;
}
