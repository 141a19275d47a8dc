import { boxOfSpan } from '../charts/box.ts';
import { chartWidths, frameOf } from '../charts/frame.ts';
import { paceChart } from '../charts/pace-chart.ts';
import { figure } from '../html/figure.ts';
import { windowLength, windowName } from '../html/throughput-section.ts';
import { cutWindows, type Window, windowRate } from '../reading/windows.ts';
import { formatDuration, formatNumber, formatRate, listOf, none } from '../wording/quantities.ts';
import { keyOf, marks, type Side, type Sides, sameTime } from './side.ts';

/** One chart of both where their times are of one kind, else one each. */
export function throughputSections(sides: Sides): string {
  if (sameTime(sides)) return throughputFigure('throughput', 'Throughput over time', sides);
  const [a, b] = sides;
  return [
    throughputFigure('throughput', 'Throughput of A over time', [a]),
    throughputFigure('throughput-other', 'Throughput of B over time', [b]),
  ].join('\n');
}

function throughputFigure(id: string, title: string, sides: readonly Side[]): string {
  const word = sides[0]?.evidence.word ?? '';
  const end = Math.max(...sides.map(({ evidence }) => evidence.timeline.end));
  const answered = Math.max(...sides.map(({ evidence }) => evidence.requests.answeredCount));
  const cut = sides.map((side) => windowsOf(side, end, answered));
  // The longest run has all windows; the others stop where they ended.
  const all = cut.toSorted((a, b) => b.length - a.length)[0] ?? [];
  const text = {
    id,
    title,
    reading:
      `the height is how many requests were answered per ${word} second, in windows of ` +
      `${formatDuration(windowLength(all))}. A line ends where its run did.`,
    description: `On average ${listOf(sides.map(meanOf))} requests per ${word} second.`,
  };
  return figure({
    text,
    keys: sides.map(keyOf),
    drawings: chartWidths.map((size) => {
      const frame = frameOf(size, size === 'wide' ? 220 : 190, 12);
      const paces = sides.map(({ letter }, i) => ({ mark: marks[letter], windows: cut[i] ?? [] }));
      return paceChart(text, size, frame, paces, end, word);
    }),
    tables: [
      {
        caption: `Requests answered per ${word} second, by window`,
        columns: [
          { heading: 'window', class: 'nowrap', names: true },
          ...sides.map(({ letter }) => ({
            heading: `${letter}, per second`,
            class: 'right' as const,
          })),
        ],
        rows: all.map((window, at) => [
          windowName(window),
          ...cut.map((windows) => {
            const own = windows[at];
            return own === undefined ? none : formatNumber(windowRate(own));
          }),
        ]),
        boxes: all.map(({ from, until }) => boxOfSpan(from, until, end)),
      },
    ],
  });
}

/** Cut in the same places as those of the other run, as far as this one came. */
function windowsOf({ evidence }: Side, end: number, answered: number): readonly Window[] {
  const { requests, latencies, timeline } = evidence;
  const windows = cutWindows(requests, latencies, end, answered);
  return windows.filter(({ from }) => from < timeline.end);
}

function meanOf({ letter, evidence }: Side): string {
  return `${letter} ${formatRate(evidence.requests.answeredCount, evidence.result.duration)}`;
}
