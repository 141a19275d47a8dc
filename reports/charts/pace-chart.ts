import type { Nanoseconds } from '../../harness/time.ts';
import { type Window, windowRate } from '../reading/windows.ts';
import { bottomAxis, leftAxis } from './axes.ts';
import { type ChartText, chartElement } from './chart.ts';
import { xOf } from './fault-bands.ts';
import { type Frame, pixel, timeAxis, type Width, yAt } from './frame.ts';
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
  const x = (moment: Nanoseconds): string => pixel(xOf({ frame, timeline: { end } }, moment));
  const lines = paces.map(({ mark, windows }) => {
    const path = windows.map((window, i) => {
      const y = pixel(yAt(frame, scale.of(windowRate(window))));
      const start = i === 0 ? `M${x(window.from)},${y}` : `V${y}`;
      return `${start}H${x(window.until)}`;
    });
    return `<path class="line ${mark}" d="${path.join('')}"/>`;
  });
  const content =
    leftAxis(frame, scale.ticks, `requests per ${word} second`) +
    lines.join('') +
    bottomAxis(frame, time.ticks, time.title);
  return chartElement(text, size, frame, content);
}
