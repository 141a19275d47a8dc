import { formatCount } from '../../harness/count-text.ts';
import { chartWidths } from '../charts/frame.ts';
import { statusChart, statusesAreLogarithmic } from '../charts/status-chart.ts';
import { pickStatuses, readStatuses } from '../reading/status-rows.ts';
import { countOf } from '../wording/quantities.ts';
import type { Evidence } from './evidence.ts';
import { figure, section } from './figure.ts';

/** More bars than this are a list, and the table below the chart is a better one. */
const barsMax = 40;

export async function statusSection({ result }: Evidence): Promise<string> {
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
    ? ' Bars grow with the logarithm: each tenfold count is as much longer.'
    : '';
  const shown = pickStatuses(rows, barsMax);
  const left = rows.length - shown.length;
  const more = left > 0 ? ` ${countOf(left, 'rarer one')} stand in the table only.` : '';
  const top = rows[0];
  const text = {
    id: 'statuses',
    title: 'Results by status',
    reading: `What the cluster answered, by operation.${scale}${more}`,
    description:
      `${countOf(rows.length, 'status', 'statuses')} of ` +
      `${countOf(operations.size, 'operation')}; the most frequent is ${top?.status} of ` +
      `${top?.operation}, ${countOf(top?.count ?? 0, 'time')}.`,
  };
  const drawings = await Promise.all(chartWidths.map((size) => statusChart(text, size, shown)));
  return figure({
    text,
    keys: [],
    drawings,
    columns: [
      { heading: 'operation' },
      { heading: 'status' },
      { heading: 'count', class: 'right' },
    ],
    rows: rows.map(({ operation, status, count }) => [operation, status, formatCount(count)]),
  });
}
