import { formatCount } from '../../harness/count-text.ts';
import type { Result } from '../../harness/result.ts';
import { section } from './figure.ts';
import { table } from './table.ts';

/** Every checker with what it proved. */
export function invariantsSection(result: Result): string {
  const rows = result.checkers.map(({ name, verdict, checked, unit, why }) => [
    { markup: `<span class="truth tone-${verdict}">${verdict}</span>` },
    name,
    `${formatCount(checked)} ${unit}`,
    why,
  ]);
  const content = table({
    kind: 'stack',
    caption: 'Checkers and their verdicts',
    columns: [
      { heading: 'verdict', class: 'first' },
      { heading: 'checker', class: 'first', names: true },
      { heading: 'checked', class: 'right' },
      { heading: 'what holds, or what does not' },
    ],
    rows,
  });
  return section(
    'invariants',
    'Invariants',
    'What was proved after the run from its history alone, and how often each was checked. ' +
      'Unknown means that the evidence decides nothing; it is no pass.',
    content,
  );
}
