import type { Window } from '../reading/windows.ts';
import { formatRate } from '../wording/quantities.ts';
import { type ChartText, chartElement } from './chart.ts';
import { drawChart } from './draw.ts';
import { type Backdrop, drawBackdrop } from './fault-bands.ts';
import { timeAxis, vegaFrame, type Width } from './frame.ts';
import { drawHover } from './window-hover.ts';

/** Answered requests per second, stacked: what writes below, what only reads above. */
export async function throughputChart(
  text: ChartText,
  size: Width,
  backdrop: Backdrop,
  windows: readonly Window[],
  word: string,
): Promise<string> {
  const { frame, timeline } = backdrop;
  const axis = timeAxis(timeline.end, word, size);
  const values = windows.flatMap(({ from, until, creates, reads }) => {
    const rate = (count: number): number => (count * 1e9) / (until - from);
    const across = { from: from / axis.unit.size, until: until / axis.unit.size };
    return [
      { ...across, low: 0, high: rate(creates), kind: 'creates' },
      { ...across, low: rate(creates), high: rate(creates + reads), kind: 'reads' },
    ].filter(({ low, high }) => high > low);
  });
  const drawn = await drawChart({
    ...vegaFrame(frame),
    data: { values },
    mark: { type: 'rect', strokeWidth: 0 },
    encoding: {
      x: {
        field: 'from',
        type: 'quantitative',
        scale: { domain: axis.domain, nice: false },
        axis: { title: axis.title, grid: false, values: [...axis.ticks], format: '~r' },
      },
      x2: { field: 'until' },
      y: {
        field: 'high',
        type: 'quantitative',
        scale: { zero: true, nice: true, ...(values.length === 0 ? { domain: [0, 1] } : {}) },
        axis: {
          title: `requests per ${word} second`,
          domain: false,
          ticks: false,
          tickCount: 5,
          format: '~s',
        },
      },
      y2: { field: 'low' },
      color: {
        field: 'kind',
        type: 'nominal',
        scale: { domain: ['creates', 'reads'], range: ['var(--creates)', 'var(--reads)'] },
        legend: null,
      },
    },
  });
  const hover = drawHover(backdrop, windows, ({ from, until, creates, reads, results }) => {
    const rate = (count: number): string => formatRate(count, until - from);
    return (
      `${rate(creates)} creates/s, ${rate(reads)} look-ups and queries/s, ` +
      `${rate(results)} accounts and transfers/s`
    );
  });
  const content = `${drawBackdrop(backdrop)}<g class="plot">${drawn}</g>${hover}`;
  return chartElement(text, size, frame, content);
}
