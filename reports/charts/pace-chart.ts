import type { Nanoseconds } from '../../harness/time.ts';
import type { Window } from '../reading/windows.ts';
import { bottomAxis, leftAxis } from './axes.ts';
import { type ChartText, chartElement } from './chart.ts';
import { type Frame, pixel, plotWidth, timeAxis, type Width } from './frame.ts';
import { rateScale } from './throughput-chart.ts';

/** The windows of one run, and how its line looks. */
export interface Pace {
  readonly mark: string;
  readonly windows: readonly Window[];
}

/** Answered requests per second of several runs, a line with steps each. */
export function paceChart(
  text: ChartText,
  size: Width,
  frame: Frame,
  paces: readonly Pace[],
  end: Nanoseconds,
  word: string,
): string {
  const time = timeAxis(end, word, size);
  const scale = rateScale(paces.flatMap(({ windows }) => windows.map(windowRate)));
  const xOf = (moment: Nanoseconds): string =>
    pixel(frame.left + (plotWidth(frame) * Math.min(moment, end)) / end);
  const lines = paces.map(({ mark, windows }) => {
    const path = windows.map((window, i) => {
      const y = pixel(frame.top + frame.height * (1 - scale.of(windowRate(window))));
      const start = i === 0 ? `M${xOf(window.from)},${y}` : `V${y}`;
      return `${start}H${xOf(window.until)}`;
    });
    return `<path class="line ${mark}" d="${path.join('')}"/>`;
  });
  const content =
    leftAxis(frame, scale.ticks, `requests per ${word} second`) +
    lines.join('') +
    bottomAxis(frame, time.ticks, time.title);
  return chartElement(text, size, frame, content);
}

/** Requests answered a second. */
export function windowRate({ creates, reads, from, until }: Window): number {
  return ((creates + reads) * 1e9) / (until - from);
}
