import type { TopLevelSpec } from 'vega-lite';
import type { StatusRow } from '../reading/status-rows.ts';
import { type ChartText, chartElement } from './chart.ts';
import { drawChart } from './draw.ts';
import { type Frame, vegaFrame, type Width } from './frame.ts';
import { statusFrame, statusLines } from './status-lines.ts';

/** Counts spread over more than this factor are drawn on a logarithmic axis. */
const logarithmicFrom = 30;

export function statusesAreLogarithmic(rows: readonly StatusRow[]): boolean {
  const counts = rows.map(({ count }) => count).filter((count) => count > 0);
  return counts.length > 0 && Math.max(...counts) / Math.min(...counts) > logarithmicFrom;
}

type Layer = Extract<TopLevelSpec, { readonly layer: unknown }>['layer'][number];
type Vertical = ReturnType<typeof vertical>;
type Horizontal = ReturnType<typeof horizontal>;

const withoutHeadings = [{ filter: '!datum.heading' }];

/** A bar a status under a heading an operation; the number stands at the bar's end. */
export async function statusChart(
  text: ChartText,
  size: Width,
  rows: readonly StatusRow[],
): Promise<string> {
  const lines = statusLines(rows);
  const frame = statusFrame(size, lines);
  const max = Math.max(1, ...rows.map(({ count }) => count));
  const y = vertical(lines.map(({ key }) => key));
  const x = horizontal(max, statusesAreLogarithmic(rows));
  const drawn = await drawChart({
    ...vegaFrame(frame),
    // A bar begins where the axis does: with a logarithm that is not 0.
    data: { values: lines.map((line) => ({ ...line, base: x.scale.domain[0] })) },
    encoding: {},
    layer: [
      bars(size, x, y),
      amounts(size, frame, x, y),
      names(size, frame, y, true),
      names(size, frame, y, false),
    ],
  });
  return chartElement(text, size, frame, `<g class="plot">${drawn}</g>`);
}

/** The order of the lines is given: Vega would put together what each layer names first. */
function vertical(domain: string[]) {
  return {
    field: 'key',
    type: 'nominal' as const,
    sort: domain,
    axis: null,
    scale: { domain, paddingInner: 0, paddingOuter: 0 },
  };
}

function horizontal(max: number, logarithmic: boolean) {
  const type: 'log' | 'linear' = logarithmic ? 'log' : 'linear';
  const domain = [logarithmic ? 0.7 : 0, max * 1.02];
  return {
    field: 'count',
    type: 'quantitative' as const,
    scale: { type, domain, nice: false },
    axis: null,
  };
}

function bars(size: Width, x: Horizontal, y: Vertical): Layer {
  const shape = size === 'wide' ? { height: 12, yOffset: 0 } : { height: 8, yOffset: 8 };
  return {
    transform: withoutHeadings,
    mark: { type: 'bar', ...shape },
    encoding: {
      y,
      x,
      x2: { field: 'base' },
      color: {
        field: 'tone',
        type: 'nominal',
        scale: { domain: ['created', 'other'], range: ['var(--creates)', 'var(--reads)'] },
        legend: null,
      },
    },
  };
}

function amounts(size: Width, frame: Frame, x: Horizontal, y: Vertical): Layer {
  return {
    transform: withoutHeadings,
    mark: {
      type: 'text',
      align: 'left',
      baseline: 'middle',
      dx: 6,
      dy: size === 'wide' ? 0 : 8,
      fontSize: frame.fontSize,
      fill: 'var(--ink)',
    },
    encoding: { y, x, text: { field: 'amount' } },
  };
}

/** On a narrow screen a name stands above its bar instead of before it. */
function names(size: Width, frame: Frame, y: Vertical, headings: boolean): Layer {
  const place =
    size === 'wide'
      ? ({ align: 'right', x: -10, dy: 0 } as const)
      : ({ align: 'left', x: 0, dy: headings ? 4 : -8 } as const);
  return {
    transform: [{ filter: headings ? 'datum.heading' : '!datum.heading' }],
    mark: {
      type: 'text',
      baseline: 'middle',
      fontSize: frame.fontSize,
      fontWeight: headings ? 'bold' : 'normal',
      fill: headings ? 'var(--ink)' : 'var(--mute)',
      ...place,
    },
    encoding: { y, text: { field: 'label' } },
  };
}
