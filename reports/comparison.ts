import { latencySections } from './comparison/latency.ts';
import { type RunToCompare, readSides } from './comparison/side.ts';
import { summary } from './comparison/summary.ts';
import {
  countTable,
  faultTable,
  neverTable,
  planTable,
  statusTable,
  verdictTable,
} from './comparison/tables.ts';
import { throughputSections } from './comparison/throughput.ts';
import { page } from './html/page.ts';
import { plainText } from './wording/plain-text.ts';

export type { RunToCompare } from './comparison/side.ts';

/**
 * `comparison.html`: two runs side by side, in one file that needs nothing else. Virtual and real
 * times never share a column, an axis or a sum. Equal input gives equal text.
 */
export function renderComparison(a: RunToCompare, b: RunToCompare): string {
  const sides = readSides(a, b);
  return page({
    title: `${plainText(a.name)} and ${plainText(b.name)} · Vivarium`,
    subject: 'two runs side by side',
    summary: summary(sides),
    sections: [
      ['verdicts', 'Verdicts', verdictTable(sides)],
      ['plans', 'Plans', planTable(sides)],
      ['throughput', 'Throughput', throughputSections(sides)],
      ['percentiles', 'Latency', latencySections(sides)],
      ['counts', 'Counts', countTable(sides)],
      ['faults', 'Faults', faultTable(sides)],
      ['statuses', 'Statuses', statusTable(sides)],
      ['never', 'Never exercised', neverTable(sides)],
    ],
  });
}
