/**
 * Timestamps in nanoseconds since 1970 as two words, high and low. A valid one is at least 1 and
 * below 2^63, so its high word is never negative and compares as it is.
 */

const wordSize = 0x1_0000_0000;
const whole = new BigUint64Array(1);
const halves = new Int32Array(whole.buffer);

/** The high word of a timestamp below 2^63, and the low one. */
export function highOf(timestamp: bigint): number {
  whole[0] = timestamp;
  return halves[1] as number;
}

export function lowOf(timestamp: bigint): number {
  whole[0] = timestamp;
  return halves[0] as number;
}

/** How many nanoseconds lie between two timestamps: exact below 2^53, and nearly so above. */
export function nanosecondsBetween(
  highFrom: number,
  lowFrom: number,
  high: number,
  low: number,
): number {
  return (high - highFrom) * wordSize + (low >>> 0) - (lowFrom >>> 0);
}

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
