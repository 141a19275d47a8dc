import { formatCount } from '../../harness/count-text.ts';
import type { Result } from '../../harness/result.ts';
import { missedGroups } from '../wording/never-exercised.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { countOf } from '../wording/quantities.ts';
import { section } from './figure.ts';
import { table } from './table.ts';

/** Every checker with what it proved, and what the run gave none of them a chance to see. */
export function invariantsSection(result: Result): string {
  const rows = result.checkers.map(({ name, verdict, checked, unit, why }) => [
    { markup: `<span class="truth tone-${verdict}">${verdict}</span>` },
    { markup: `<b>${escapeMarkup(name)}</b>` },
    `${formatCount(checked)} ${unit}`,
    why,
  ]);
  const content = table(
    'stack',
    'Checkers and their verdicts',
    [
      { heading: 'verdict', class: 'first' },
      { heading: 'checker', class: 'first' },
      { heading: 'checked', class: 'right' },
      { heading: 'what holds, or what does not' },
    ],
    rows,
  );
  return section(
    'invariants',
    'Invariants',
    'What was proved after the run from its history alone, and how often each was checked. ' +
      'Unknown means that the evidence decides nothing; it is no pass.',
    content + neverExercised(missedGroups(result.neverExercised).flatMap(({ things }) => things)),
  );
}

/** Of a short run there are a hundred, which would push all charts off the screen. */
const itemsShown = 12;

function neverExercised(things: readonly string[]): string {
  if (things.length === 0) {
    return '<p class="left-out">Everything that a run can exercise was exercised.</p>';
  }
  const items = things.map((thing) => `<li>${breakable(escapeMarkup(thing))}</li>`);
  const rest = items.slice(itemsShown);
  const more =
    rest.length === 0
      ? ''
      : `<details><summary>${formatCount(rest.length)} more</summary>` +
        `<ul>${rest.join('')}</ul></details>`;
  return (
    `<div class="never"><h3>Never exercised: ${countOf(things.length, 'thing')}</h3>` +
    `<p class="mute">This run proves nothing about them.</p>` +
    `<ul>${items.slice(0, itemsShown).join('')}</ul>${more}</div>`
  );
}

/** Long names may be broken after a dot or an underscore. */
function breakable(markup: string): string {
  return markup.replaceAll(/[._]/g, '$&<wbr>');
}
