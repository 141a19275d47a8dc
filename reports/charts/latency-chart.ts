import type { Window } from '../reading/windows.ts';
import { countOf, formatDuration } from '../wording/quantities.ts';
import { type ChartText, chartElement } from './chart.ts';
import { drawChart } from './draw.ts';
import { type Backdrop, drawBackdrop } from './fault-bands.ts';
import { timeAxis, vegaFrame, type Width } from './frame.ts';
import { latencyAxis, latencyEncoding } from './latency-axis.ts';
import { drawHover } from './window-hover.ts';

const series = ['p50', 'p99', 'max'] as const;

/** The windows' p50 and p99 as lines, the slowest request of each as a dot. */
export async function latencyChart(
  text: ChartText,
  size: Width,
  backdrop: Backdrop,
  windows: readonly Window[],
  word: string,
): Promise<string> {
  const { frame, timeline } = backdrop;
  const time = timeAxis(timeline.end, word, size);
  const values = windows.flatMap(({ from, until, latency }) => {
    const middle = (from + until) / 2 / time.unit.size;
    return series.map((name) => ({ time: middle, name, latency: latency?.[name] ?? null }));
  });
  const shown = values.flatMap(({ latency }) => (latency === null ? [] : [latency]));
  const axis = latencyAxis(shown);
  const drawn = await drawChart({
    ...vegaFrame(frame),
    data: { values },
    encoding: {
      x: {
        field: 'time',
        type: 'quantitative',
        scale: { domain: time.domain, nice: false },
        axis: { title: time.title, grid: false, values: [...time.ticks], format: '~r' },
      },
      y: latencyEncoding(axis, word),
      color: {
        field: 'name',
        type: 'nominal',
        scale: { domain: [...series], range: series.map((name) => `var(--${name})`) },
        legend: null,
      },
    },
    layer: [
      {
        transform: [{ filter: "datum.name != 'max'" }],
        mark: {
          type: 'line',
          strokeWidth: 1.8,
          strokeJoin: 'round',
          invalid: 'break-paths-filter-domains',
        },
      },
      // A window between two empty ones has no line to be seen by.
      {
        transform: [{ filter: 'isValid(datum.latency)' }],
        mark: { type: 'circle', opacity: 1 },
        encoding: {
          size: { condition: { test: "datum.name == 'max'", value: 13 }, value: 7 },
        },
      },
    ],
  });
  const hover = drawHover(backdrop, windows, figuresOf);
  const content = `${drawBackdrop(backdrop)}<g class="plot">${drawn}</g>${hover}`;
  return chartElement(text, size, frame, content);
}

function figuresOf({ latency, unanswered }: Window): string {
  if (latency === null) return 'nothing answered that was due here';
  const figures = series.map((name) => `${name} ${formatDuration(latency[name])}`).join(', ');
  const lost = unanswered === 0 ? '' : `, ${unanswered} not answered`;
  return `${figures} of ${countOf(latency.count, 'request')}${lost}`;
}
