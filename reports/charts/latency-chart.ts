import type { Window } from '../reading/windows.ts';
import { bottomAxis, leftAxis } from './axes.ts';
import { type ChartText, chartElement } from './chart.ts';
import { type Backdrop, drawBackdrop, xOf } from './fault-bands.ts';
import { timeAxis, type Width, yAt } from './frame.ts';
import { latencyAxis } from './latency-axis.ts';
import { dotsPath, linePath, lonely, type Point } from './lines.ts';

/** The windows' p50 and p99 as lines, the slowest request of each as a dot. */
export function latencyChart(
  text: ChartText,
  size: Width,
  backdrop: Backdrop,
  windows: readonly Window[],
  word: string,
): string {
  const { frame, timeline } = backdrop;
  const time = timeAxis(timeline.end, word, size);
  const summaries = windows.flatMap(({ latency }) => (latency === null ? [] : [latency]));
  const axis = latencyAxis(summaries.flatMap(({ p50, p99, max }) => [p50, p99, max]));
  const points = (name: 'p50' | 'p99' | 'max'): readonly Point[] =>
    windows.map(({ from, until, latency }) => {
      if (latency === null) return null;
      return [xOf(backdrop, (from + until) / 2), yAt(frame, axis.of(latency[name]))];
    });
  const [p50, p99, max] = [points('p50'), points('p99'), points('max')];
  const content =
    drawBackdrop(backdrop) +
    leftAxis(frame, axis.ticks, `latency (${word} time)`) +
    `<path class="line p50" d="${linePath(p50)}"/>` +
    `<path class="line p99" d="${linePath(p99)}"/>` +
    // A window between two empty ones has no line to be seen by.
    `<path class="dots p50" d="${dotsPath(lonely(p50))}"/>` +
    `<path class="dots p99" d="${dotsPath(lonely(p99))}"/>` +
    `<path class="dots max" d="${dotsPath(max)}"/>` +
    bottomAxis(frame, time.ticks, time.title);
  return chartElement(text, size, frame, content);
}
