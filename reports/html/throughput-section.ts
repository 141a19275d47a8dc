import { boxOfSpan } from '../charts/box.ts';
import { familiesStruck, stripRoom } from '../charts/fault-bands.ts';
import { chartWidths, frameOf } from '../charts/frame.ts';
import { throughputChart } from '../charts/throughput-chart.ts';
import { faultsWithin } from '../reading/faults-within.ts';
import type { Window } from '../reading/windows.ts';
import { countOf, formatDuration, formatMoment, formatRate } from '../wording/quantities.ts';
import type { Evidence } from './evidence.ts';
import { figure, type Key } from './figure.ts';

export function throughputSection(evidence: Evidence): string {
  const { faults, timeline, windows, word, requests, result } = evidence;
  const mean = formatRate(requests.answeredCount, result.duration);
  const span = formatDuration(windowLength(windows));
  const text = {
    id: 'throughput',
    title: 'Throughput over time',
    reading:
      `the height is how many requests were answered per ${word} second, in windows of ` +
      `${span}. ` +
      `${faultReading(evidence)}A gap is time in which nobody got an answer.`,
    description:
      `${countOf(requests.answeredCount, 'reply', 'replies')} in ` +
      `${formatDuration(result.duration)} of ${word} time, ${mean} per second on average; ` +
      `at most ${formatRate(...busiest(windows))} per second in a window.`,
  };
  const drawings = chartWidths.map((size) => {
    const frame = frameOf(size, size === 'wide' ? 220 : 190, stripRoom(faults));
    return throughputChart(text, size, { frame, timeline, faults }, windows, word);
  });
  return figure({
    text,
    keys: [
      { shape: 'area', mark: 'creates', label: 'creates (accounts and transfers)' },
      { shape: 'area', mark: 'area reads', label: 'look-ups and queries' },
      ...faultKeys(evidence),
    ],
    drawings,
    tables: [
      {
        caption: `Answers per ${word} second, by window`,
        columns: [
          { heading: 'window', class: 'nowrap', names: true },
          { heading: 'creates/s', class: 'right' },
          { heading: 'look-ups and queries/s', class: 'right' },
          { heading: 'accounts and transfers/s', class: 'right' },
          { heading: 'faults' },
        ],
        rows: windows.map((window) => {
          const rate = (count: number): string => formatRate(count, window.until - window.from);
          return [
            windowName(window),
            rate(window.creates),
            rate(window.reads),
            rate(window.results),
            faultsWithin(faults, window) || 'none',
          ];
        }),
        boxes: windows.map(({ from, until }) => boxOfSpan(from, until, timeline.end)),
      },
    ],
  });
}

export function windowName({ from, until }: Window): string {
  return `${formatMoment(from)} to ${formatMoment(until)}`;
}

function busiest(windows: readonly Window[]): [count: number, span: number] {
  const lengths = windowLength(windows);
  return [Math.max(0, ...windows.map(({ creates, reads }) => creates + reads)), lengths];
}

export function windowLength(windows: readonly Window[]): number {
  const first = windows[0];
  return first === undefined ? 0 : first.until - first.from;
}

/** Legend entries for the kinds of faults that struck. */
function faultKeys({ faults }: Evidence): readonly Key[] {
  return familiesStruck(faults).map((family) => ({
    shape: 'area',
    mark: family,
    label: `${family} faults`,
  }));
}

/** How to read the bands, where there are any. */
export function faultReading({ faults }: Evidence): string {
  if (familiesStruck(faults).length === 0) return '';
  return 'Coloured bands are faults: one row a kind above, faint behind the data. ';
}
