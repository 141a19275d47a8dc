import { headline } from '../wording/headline.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { countOf, formatDuration } from '../wording/quantities.ts';
import { kinship } from './kinship.ts';
import type { Side, Sides } from './side.ts';

/** The first screen: what the two have to do with each other, and each in a few lines. */
export function summary(sides: Sides): string {
  const { title, sentence, tone } = kinship(sides);
  return [
    `<div class="verdict ${tone}">`,
    `<h1 class="tone-${tone}">${title}</h1>`,
    `<p class="lead">${escapeMarkup(sentence)}</p>`,
    '</div>',
    `<div class="sides">${sides.map(card).join('\n')}</div>`,
  ].join('\n');
}

function card({ letter, name, evidence }: Side): string {
  const { plan, history, result, word } = evidence;
  const { word: verdict, sentence } = headline(plan, history, result);
  const replicas = countOf(result.cluster.replicas, 'replica');
  const size = `${replicas}, ${countOf(plan.workload.clients, 'client')}`;
  const facts: [title: string, value: string][] = [
    ['Cluster', `${result.cluster.kind}, ${size}`],
    ['Workload', `${result.workload}, ${countOf(result.counts.requests, 'request')}`],
    ['Duration', `${formatDuration(result.duration)} of ${word} time`],
    ['Seed', result.seed],
    ['Fingerprint', result.fingerprint],
    ['Vivarium', `${result.versions.vivarium} on Node ${result.versions.node}`],
  ];
  const items = facts.map(
    ([term, value]) => `<div><dt>${term}</dt><dd>${escapeMarkup(value)}</dd></div>`,
  );
  return [
    `<article class="side" aria-label="Run ${letter}">`,
    `<h2>${letter} <span class="mute">${escapeMarkup(name)}</span></h2>`,
    `<p><b class="tone-${result.verdict}">${verdict}</b> ${escapeMarkup(sentence)}</p>`,
    `<dl>${items.join('')}</dl>`,
    `<p class="mute">To reproduce</p>`,
    `<pre tabindex="0"><code>${escapeMarkup(result.reproduce)}</code></pre>`,
    '</article>',
  ].join('\n');
}
