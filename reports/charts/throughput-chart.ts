import { scaleLinear } from 'd3-scale';
import { type Window, windowRate } from '../reading/windows.ts';
import { formatNumber } from '../wording/quantities.ts';
import { bottomAxis, leftAxis } from './axes.ts';
import { type ChartText, chartElement } from './chart.ts';
import { type Backdrop, drawBackdrop, xOf } from './fault-bands.ts';
import { pixel, timeAxis, type Width, yAt } from './frame.ts';

/** Answered requests per second, stacked: what writes below, what only reads above. */
export function throughputChart(
  text: ChartText,
  size: Width,
  backdrop: Backdrop,
  windows: readonly Window[],
  word: string,
): string {
  const { frame, timeline } = backdrop;
  const time = timeAxis(timeline.end, word, size);
  const rates = windows.map((window) => ({
    from: window.from,
    until: window.until,
    creates: windowRate({ ...window, reads: 0 }),
    all: windowRate(window),
  }));
  const scale = rateScale(rates.map(({ all }) => all));
  const yOf = (rate: number): number => yAt(frame, scale.of(rate));
  const bars = (low: (rate: Rate) => number, high: (rate: Rate) => number): string =>
    rates
      .filter((rate) => high(rate) > low(rate))
      .map((rate) => {
        const x = xOf(backdrop, rate.from);
        const y = yOf(high(rate));
        return (
          `M${pixel(x)},${pixel(y)}H${pixel(xOf(backdrop, rate.until))}` +
          `V${pixel(yOf(low(rate)))}H${pixel(x)}z`
        );
      })
      .join('');
  const content =
    drawBackdrop(backdrop) +
    leftAxis(frame, scale.ticks, `requests per ${word} second`) +
    `<path class="creates" d="${bars(
      () => 0,
      ({ creates }) => creates,
    )}"/>` +
    `<path class="area reads" d="${bars(
      ({ creates }) => creates,
      ({ all }) => all,
    )}"/>` +
    bottomAxis(frame, time.ticks, time.title);
  return chartElement(text, size, frame, content);
}

interface Rate {
  readonly creates: number;
  readonly all: number;
}

/** From 0 up to the greatest rate, with round ticks. */
export function rateScale(rates: readonly number[]) {
  const scale = scaleLinear([0, Math.max(0, ...rates) || 1], [0, 1]).nice(5);
  const ticks = scale.ticks(5).map((value) => ({ at: scale(value), label: formatNumber(value) }));
  return { of: (rate: number): number => scale(rate), ticks };
}
