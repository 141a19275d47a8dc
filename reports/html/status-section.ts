import { formatCount } from '../../harness/count-text.ts';
import { chartWidths } from '../charts/frame.ts';
import { statusBoxes, statusChart, statusesAreLogarithmic } from '../charts/status-chart.ts';
import { pickStatuses, readStatuses } from '../reading/status-rows.ts';
import { countOf } from '../wording/quantities.ts';
import type { Evidence } from './evidence.ts';
import { figure, section } from './figure.ts';

/** More bars than this are a list, and the table below the chart is a better one. */
const barsMax = 40;

export function statusSection({ result }: Evidence): string {
  const rows = readStatuses(result.counts.createStatuses);
  if (rows.length === 0) {
    return section(
      'statuses',
      'Results by status',
      '',
      '<p class="mute">Nothing was answered.</p>',
    );
  }
  const operations = new Set(rows.map(({ operation }) => operation));
  const scale = statusesAreLogarithmic(rows)
    ? ' Ten times as often is one step longer, wherever the bar ends.'
    : '';
  const shown = pickStatuses(rows, barsMax);
  const left = rows.length - shown.length;
  const more = left > 0 ? ` ${countOf(left, 'rarer one')} stand in the table only.` : '';
  const top = rows[0];
  const text = {
    id: 'statuses',
    title: 'Results by status',
    reading: `the longer a bar, the more often the cluster gave this answer.${scale}${more}`,
    description:
      `${countOf(rows.length, 'status', 'statuses')} of ` +
      `${countOf(operations.size, 'operation')}; the most frequent is ${top?.status} of ` +
      `${top?.operation}, ${countOf(top?.count ?? 0, 'time')}.`,
  };
  const drawings = chartWidths.map((size) => statusChart(text, size, shown));
  const boxes = statusBoxes(shown);
  return figure({
    text,
    keys: [],
    drawings,
    tables: [
      {
        caption: 'Results, by operation and status',
        columns: [
          { heading: 'status', names: true },
          { heading: 'operation' },
          { heading: 'results', class: 'right' },
        ],
        rows: rows.map(({ operation, status, count }) => [status, operation, formatCount(count)]),
        boxes: rows.map((row) => boxes.get(row)),
      },
    ],
  });
}
