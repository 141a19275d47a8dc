import type { CurvePoint } from '../reading/latency-curve.ts';
import { type ChartText, chartElement } from './chart.ts';
import { drawChart } from './draw.ts';
import { type Frame, vegaFrame, type Width } from './frame.ts';
import { latencyAxis, latencyEncoding } from './latency-axis.ts';

export interface Curves {
  readonly response: readonly CurvePoint[];
  readonly service: readonly CurvePoint[];
  /** How many requests the curves are made of. */
  readonly count: number;
}

/** Percentiles to the right by how rare they are: one in ten, a hundred, a thousand. */
export async function percentileChart(
  text: ChartText,
  size: Width,
  frame: Frame,
  curves: Curves,
  word: string,
): Promise<string> {
  const rarest = Math.max(10, curves.count);
  const points = (name: 'response' | 'service') =>
    curves[name].map(({ percentile, latency }) => ({
      // The slowest of all is one in `count`, and stands at the end of the axis.
      rarity: percentile >= 100 ? rarest : Math.min(rarest, 100 / (100 - percentile)),
      latency,
      name,
    }));
  const values = [...points('service'), ...points('response')];
  const axis = latencyAxis(values.map(({ latency }) => latency));
  // Narrow, the first label would run into the second.
  const first = size === 'wide' ? [1, 2] : [2];
  const ticks = [...first, 10, 100, 1e3, 1e4, 1e5, 1e6].filter((tick) => tick <= rarest);
  const drawn = await drawChart({
    ...vegaFrame(frame),
    data: { values },
    mark: { type: 'line', strokeWidth: 2, strokeJoin: 'round' },
    encoding: {
      x: {
        field: 'rarity',
        type: 'quantitative',
        scale: { type: 'log', domain: [1, rarest], nice: false },
        axis: {
          title: 'percentile of requests',
          values: ticks,
          grid: true,
          labelExpr: "datum.value == 1 ? 'min' : 'p' + format(100 - 100 / datum.value, '~r')",
        },
      },
      y: latencyEncoding(axis, word),
      color: {
        field: 'name',
        type: 'nominal',
        scale: { domain: ['response', 'service'], range: ['var(--p99)', 'var(--p50)'] },
        legend: null,
      },
    },
  });
  return chartElement(text, size, frame, `<g class="plot">${drawn}</g>`);
}
