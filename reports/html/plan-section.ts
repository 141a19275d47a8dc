import { countFacts } from '../wording/count-facts.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { type Pair, planFacts } from '../wording/plan-facts.ts';
import type { Evidence } from './evidence.ts';
import { section } from './figure.ts';

/** More of a list than this is for plan.json. */
const pairsMax = 42;

/** The essentials of the plan: what it takes to understand the run without its file. */
export function planSection({ plan, word }: Evidence): string {
  const groups = planFacts(plan, word).map(([title, facts]) =>
    pairs(title, facts.slice(0, pairsMax)),
  );
  const content = `<div class="pairs">${groups.join('')}</div>`;
  return section(
    'plan',
    'The plan',
    `All that was decided before the run began. Spans are ${word} time; plan.json has the rest.`,
    content,
  );
}

export function countSection({ result }: Evidence): string {
  const list = countFacts(result.counts);
  const half = Math.ceil(list.length / 2);
  const content =
    `<div class="pairs">${pairs('Load', list.slice(0, half))}` +
    `${pairs('Cluster', list.slice(half))}</div>`;
  return section('counts', 'Counts', '', content);
}

function pairs(title: string, list: readonly Pair[]): string {
  if (list.length === 0) return '';
  const items = list.map(
    ([term, value]) => `<div><dt>${escapeMarkup(term)}</dt><dd>${escapeMarkup(value)}</dd></div>`,
  );
  // A long list may run on in the next column; a short one would only be torn apart.
  const whole = list.length <= 12 ? ' class="whole"' : '';
  return `<div${whole}><h3>${title}</h3><dl>${items.join('\n')}</dl></div>`;
}
