import { chartWidths, frameOf } from '../charts/frame.ts';
import { type Curve, percentileBoxes, percentileChart } from '../charts/percentile-chart.ts';
import { figure, section } from '../html/figure.ts';
import { curveStops, latenciesAt } from '../reading/latency-curve.ts';
import { percentileName } from '../wording/percentile-name.ts';
import { formatDuration, formatNumber, listOf, none } from '../wording/quantities.ts';
import { keyOf, marks, type Side, type Sides, sameTime } from './side.ts';

/** One chart of both where their times are of one kind, else one each. */
export function latencySections(sides: Sides): string {
  const answered = sides.filter(({ evidence }) => evidence.summary !== null);
  if (answered.length === 0) {
    const nothing = '<p class="mute">Nothing was answered in either run.</p>';
    return section('percentiles', 'Latency by percentile', '', nothing);
  }
  if (sameTime(sides)) return latencyFigure('percentiles', 'Latency by percentile', answered);
  return answered
    .map((side, i) => {
      const id = i === 0 ? 'percentiles' : 'percentiles-other';
      return latencyFigure(id, `Latency of ${side.letter} by percentile`, [side]);
    })
    .join('\n');
}

/** Response times; those given live in the same kind of time. */
function latencyFigure(id: string, title: string, sides: readonly Side[]): string {
  const word = sides[0]?.evidence.word ?? '';
  const longest = Math.max(...sides.map(({ evidence }) => evidence.response.length));
  const stops = curveStops(longest);
  const columns = sides.map(({ evidence }) => latenciesAt(evidence.response, stops));
  const curves = sides.map(
    ({ letter }, i): Curve => ({
      mark: marks[letter],
      points: stops.flatMap((percentile, at) => {
        const latency = columns[i]?.[at] ?? null;
        return latency === null ? [] : [{ percentile, latency }];
      }),
    }),
  );
  const text = {
    id,
    title,
    reading:
      'above p99 stands the time that 99 in 100 requests did not exceed, and each step to the ' +
      'right is ten times as rare. Times count from when a request was due.',
    description: `${listOf(sides.map(described))}, in ${word} time.`,
  };
  const ratio = sides.length === 2 ? [{ heading: 'B / A', class: 'right' as const }] : [];
  return figure({
    text,
    keys: sides.map(keyOf),
    drawings: chartWidths.map((size) =>
      percentileChart(text, size, frameOf(size, size === 'wide' ? 260 : 220, 12), curves, word),
    ),
    tables: [
      {
        caption: `Latency in ${word} time, by percentile`,
        columns: [
          { heading: 'percentile', class: 'nowrap', names: true },
          ...sides.map(({ letter }) => ({ heading: letter, class: 'right' as const })),
          ...ratio,
        ],
        rows: stops.map((percentile, at) => {
          const values = columns.map((column) => column[at] ?? null);
          return [
            percentileName(percentile),
            ...values.map((value) => (value === null ? none : formatDuration(value))),
            ...(ratio.length === 0 ? [] : [ratioOf(values[0] ?? null, values[1] ?? null)]),
          ];
        }),
        boxes: percentileBoxes(curves, stops),
      },
    ],
  });
}

function described({ letter, evidence }: Side): string {
  const { summary } = evidence;
  if (summary === null) return `${letter} answered nothing`;
  const { p50, p99, max } = summary;
  const figures = `p50 ${formatDuration(p50)}, p99 ${formatDuration(p99)}`;
  return `${letter}: ${figures}, slowest ${formatDuration(max)}`;
}

function ratioOf(a: number | null, b: number | null): string {
  return a === null || b === null || a === 0 ? none : `${formatNumber(b / a)}×`;
}
