import { assert } from '../../harness/assert.ts';
import { millisecond, type Nanoseconds } from '../../harness/time.ts';

const intervalMin = 100 * millisecond;
const intervalMax = 2000 * millisecond;
const intervalInitial = 1000 * millisecond;

/** Judges from the rhythm of a primary's signals how suspicious its silence is. */
export interface FaultDetector {
  /** The usual interval between signals: a moving average. */
  interval: Nanoseconds;
  signalLast: Nanoseconds;
}

export function createFaultDetector(): FaultDetector {
  return { interval: intervalInitial, signalLast: 0 };
}

export function resetFaultDetector(detector: FaultDetector, now: Nanoseconds): void {
  detector.interval = intervalInitial;
  detector.signalLast = now;
}

export function signalFaultDetector(detector: FaultDetector, now: Nanoseconds): void {
  assert(now >= detector.signalLast, 'the monotonic clock never runs backwards');
  const average = Math.floor((4 * detector.interval + (now - detector.signalLast)) / 5);
  detector.interval = Math.min(intervalMax, Math.max(intervalMin, average));
  detector.signalLast = now;
}

/** Late: the primary ought to signal. Lost: a backup ought to ask for another primary. */
export function judgeFaultDetector(
  detector: FaultDetector,
  now: Nanoseconds,
): 'well' | 'late' | 'lost' {
  const silence = now - detector.signalLast;
  assert(silence >= 0, 'the monotonic clock never runs backwards');
  if (silence > 3 * detector.interval) return 'lost';
  return 2 * silence > 3 * detector.interval ? 'late' : 'well';
}
