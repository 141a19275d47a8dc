import type { Nanoseconds } from '../../harness/time.ts';

/** A point of a percentile curve: `above` of all requests are slower, one in how many. */
export interface CurvePoint {
  /** 0 to 100. */
  readonly percentile: number;
  readonly latency: Nanoseconds;
}

/** Values are kept to four digits, whatever their size. */
const significantDigits = 4;

/**
 * The latencies' percentile curve, denser towards the slow end: a histogram's own steps, five each
 * time that the rest of the requests halves. Empty where there are none.
 */
export async function latencyCurve(latencies: Float64Array): Promise<readonly CurvePoint[]> {
  if (latencies.length === 0) return [];
  const { build } = await import('hdr-histogram-js');
  const histogram = build({
    bitBucketSize: 64,
    numberOfSignificantValueDigits: significantDigits,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 2 ** 52,
    useWebAssembly: false,
  });
  for (const latency of latencies) histogram.recordValue(Math.max(1, latency));
  return curveStops(latencies.length).map((percentile) => ({
    percentile,
    latency: Math.min(histogram.getValueAtPercentile(percentile), histogram.maxValue),
  }));
}

/** Percentiles to draw: as far to the right as so many requests say something about. */
function curveStops(count: number): readonly number[] {
  const stops: number[] = [];
  for (let rest = 1; rest * count >= 1 && stops.length < 200; rest /= 2) {
    for (let step = 0; step < 5; step++) {
      const above = rest * (1 - step / 10);
      if (above * count >= 1) stops.push(100 * (1 - above));
    }
  }
  for (const named of [50, 90, 99, 99.9, 99.99]) {
    if (!stops.includes(named) && (1 - named / 100) * count >= 1) stops.push(named);
  }
  return [...stops.toSorted((a, b) => a - b), 100];
}
