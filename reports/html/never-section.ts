import { formatCount } from '../../harness/count-text.ts';
import type { Result } from '../../harness/result.ts';
import { type MissedGroup, missedGroups } from '../wording/never-exercised.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { section } from './figure.ts';

/** What the run gave no checker a chance to see, kind by kind. */
export function neverSection({ neverExercised }: Result): string {
  const groups = missedGroups(neverExercised);
  if (groups.length === 0) {
    const all = '<p class="mute">Everything that a run can exercise was exercised.</p>';
    return section('never', 'Never exercised', '', all);
  }
  return section(
    'never',
    'Never exercised',
    'The run did nothing of this, so it proves nothing about it.',
    `<div class="never">${groups.map(list).join('\n')}</div>`,
  );
}

/** Of a short run there are a hundred, which would push all charts off the screen. */
const itemsShown = 12;

function list({ title, things }: MissedGroup): string {
  const items = things.map((thing) => `<li>${breakable(escapeMarkup(thing))}</li>`);
  const rest = items.slice(itemsShown);
  const more =
    rest.length === 0
      ? ''
      : `<details><summary>${formatCount(rest.length)} more</summary>` +
        `<ul>${rest.join('')}</ul></details>`;
  const heading = `<h3>${escapeMarkup(title)}: ${formatCount(things.length)}</h3>`;
  return `<div>${heading}<ul>${items.slice(0, itemsShown).join('')}</ul>${more}</div>`;
}

/** Long names may be broken after a dot or an underscore. */
function breakable(markup: string): string {
  return markup.replaceAll(/[._]/g, '$&<wbr>');
}
