/**
 * Timestamps in nanoseconds since 1970 as two words, high and low. A valid one is at least 1 and
 * below 2^63, so its high word is never negative and compares as it is.
 */

export function validTimestamp(high: number, low: number): boolean {
  return high >= 0 && (high | low) !== 0;
}

/** Negative, zero or positive; of valid timestamps only (or zero). */
export function compareTimestamps(
  highA: number,
  lowA: number,
  highB: number,
  lowB: number,
): number {
  if (highA !== highB) return highA < highB ? -1 : 1;
  return (lowA >>> 0) - (lowB >>> 0);
}

const wordSize = 0x1_0000_0000;
const nanosecondsPerSecond = 1_000_000_000;

/**
 * Writes the timestamp `timeout` seconds after another one into `out`: low word, high word.
 * Returns false where that lies beyond the last valid timestamp.
 */
export function addSeconds(high: number, low: number, timeout: number, out: Int32Array): boolean {
  // Both halves of the timeout times 10^9 stay below 2^46, so floats hold all of this exactly.
  const upper = (timeout >>> 16) * nanosecondsPerSecond;
  const lower = (timeout & 0xffff) * nanosecondsPerSecond;
  const sumLow = (upper % 0x1_0000) * 0x1_0000 + lower + (low >>> 0);
  const sumHigh = high + Math.floor(upper / 0x1_0000) + Math.floor(sumLow / wordSize);
  out[0] = sumLow % wordSize;
  out[1] = sumHigh;
  return sumHigh < 0x8000_0000;
}
