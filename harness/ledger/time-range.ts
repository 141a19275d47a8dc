import { compareTimestamps, validTimestamp } from './timestamps.ts';

/** The inclusive range of a filter's two timestamps, each as high and low word. */
export interface TimeRange {
  readonly minHigh: number;
  readonly minLow: number;
  readonly maxHigh: number;
  readonly maxLow: number;
}

const highest = 0x7fff_ffff;

/**
 * Reads the filter's `timestamp_min` and `timestamp_max`, which follow one another from `words[at]`
 * on; zero means no bound. Undefined where one is out of range or both are the wrong way round.
 */
export function readTimeRange(words: Int32Array, at: number): TimeRange | undefined {
  const minLow = words[at] as number;
  const minHigh = words[at + 1] as number;
  const maxLow = words[at + 2] as number;
  const maxHigh = words[at + 3] as number;
  if ((minLow | minHigh) !== 0 && !validTimestamp(minHigh, minLow)) return undefined;
  if ((maxLow | maxHigh) === 0) return { minHigh, minLow, maxHigh: highest, maxLow: -1 };
  if (!validTimestamp(maxHigh, maxLow)) return undefined;
  if (compareTimestamps(minHigh, minLow, maxHigh, maxLow) > 0) return undefined;
  return { minHigh, minLow, maxHigh, maxLow };
}

export function allZero(words: Int32Array, from: number, until: number): boolean {
  for (let at = from; at < until; at++) if (words[at] !== 0) return false;
  return true;
}
