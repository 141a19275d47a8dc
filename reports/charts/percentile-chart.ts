import { scaleLog } from 'd3-scale';
import type { CurvePoint } from '../reading/latency-curve.ts';
import { bottomAxis, leftAxis } from './axes.ts';
import type { Box } from './box.ts';
import { type ChartText, chartElement } from './chart.ts';
import { type Frame, plotWidth, type Width, yAt } from './frame.ts';
import { latencyAxis } from './latency-axis.ts';
import { linePath } from './lines.ts';

export interface Curve {
  /** The class of its line: how it looks. */
  readonly mark: string;
  readonly points: readonly CurvePoint[];
}

/** Percentiles to the right by how rare they are: one in ten, a hundred, a thousand. */
export function percentileChart(
  text: ChartText,
  size: Width,
  frame: Frame,
  curves: readonly Curve[],
  word: string,
): string {
  const axis = latencyAxis(curves.flatMap(({ points }) => points.map(({ latency }) => latency)));
  const x = rarityAxis(rarestOf(curves), size);
  const lines = curves.map(({ mark, points }) => {
    const path = linePath(
      points.map(({ percentile, latency }) => [
        frame.left + plotWidth(frame) * x.of(percentile),
        yAt(frame, axis.of(latency)),
      ]),
    );
    return `<path class="line ${mark}" d="${path}"/>`;
  });
  const content =
    leftAxis(frame, axis.ticks, `latency (${word} time)`) +
    lines.join('') +
    bottomAxis(frame, x.ticks, 'percentile of requests');
  return chartElement(text, size, frame, content);
}

/** Where each of the percentiles lies in the chart of these curves, whatever its width. */
export function percentileBoxes(
  curves: readonly Curve[],
  percentiles: readonly number[],
): readonly Box[] {
  const x = rarityAxis(rarestOf(curves), 'wide');
  return percentiles.map((percentile) => ({ x: x.of(percentile), y: 0, width: 0, height: 1 }));
}

/** The longest curve says how far to the right the axis reaches: one in so many requests. */
function rarestOf(curves: readonly Curve[]): number {
  const last = curves.map(({ points }) => points.at(-2)?.percentile ?? 0);
  return Math.max(10, ...last.map((percentile) => 100 / (100 - percentile)));
}

/** How far to the right a percentile lies, by how rare what exceeds it is: 0 to 1. */
function rarityAxis(rarest: number, size: Width) {
  const scale = scaleLog([1, rarest], [0, 1]).clamp(true);
  const of = (percentile: number): number =>
    // The slowest of all stands at the end of the axis.
    percentile >= 100 ? 1 : scale(100 / (100 - percentile));
  // Narrow, the first label would run into the second.
  const named = [...(size === 'wide' ? [0] : []), 50, 90, 99, 99.9, 99.99, 99.999, 99.9999];
  const ticks = named
    .filter((percentile) => 100 / (100 - percentile) <= rarest * (1 + 1e-9))
    .map((percentile) => ({
      at: of(percentile),
      label: percentile === 0 ? 'fastest' : `p${percentile}`,
    }));
  return { of, ticks };
}
