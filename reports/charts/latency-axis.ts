import { scaleLinear, scaleLog } from 'd3-scale';
import type { Nanoseconds } from '../../harness/time.ts';
import { formatDuration } from '../wording/quantities.ts';
import type { Tick } from './frame.ts';

/** Latencies spread over more than this factor are drawn on a logarithmic axis. */
const logarithmicFrom = 30;

export interface LatencyAxis {
  readonly ticks: readonly Tick[];
  /** How far up a latency lies, 0 to 1. */
  of(latency: Nanoseconds): number;
}

/** The scale and the ticks for what is to be shown; logarithmic where it is far apart. */
export function latencyAxis(latencies: readonly Nanoseconds[]): LatencyAxis {
  const positive = latencies.filter((latency) => latency > 0);
  const min = positive.length === 0 ? 1e6 : Math.min(...positive);
  const max = positive.length === 0 ? 1e9 : Math.max(...positive);
  if (max / min <= logarithmicFrom) {
    const scale = scaleLinear([0, max * 1.05], [0, 1]);
    return axisOf(scale, scale.ticks(5));
  }
  const steps = max / min > 2e3 ? [1] : [1, 2, 5];
  const bounds = [stepBelow(min), stepBelow(max) === max ? max : stepAbove(max)];
  const scale = scaleLog(bounds, [0, 1]).clamp(true);
  const powers = Array.from({ length: 19 }, (_, power) => 10 ** power);
  const ticks = powers.flatMap((power) => steps.map((step) => step * power));
  return axisOf(
    scale,
    ticks.filter((tick) => tick >= (bounds[0] as number) && tick <= (bounds[1] as number)),
  );
}

function axisOf(scale: (latency: number) => number, values: readonly number[]): LatencyAxis {
  return {
    of: scale,
    ticks: values.map((value) => ({
      at: scale(value),
      label: value === 0 ? '0' : formatDuration(value),
    })),
  };
}

/** The nearest 1, 2 or 5 followed by zeros that is not above `value`. */
function stepBelow(value: number): number {
  let power = 1;
  while (power * 10 <= value) power *= 10;
  return power * (value >= 5 * power ? 5 : value >= 2 * power ? 2 : 1);
}

function stepAbove(value: number): number {
  const below = stepBelow(value);
  return String(below).startsWith('2') ? below * 2.5 : below * 2;
}
