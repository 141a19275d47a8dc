import type { Verdict } from '../../harness/checkers/checker.ts';
import type { History } from '../../harness/history.ts';
import type { Plan } from '../../harness/plan.ts';
import type { Result } from '../../harness/result.ts';
import type { Cause } from '../cause.ts';
import { eventSentence } from '../wording/event-sentence.ts';
import { headline } from '../wording/headline.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { countOf, formatDuration, formatMoment, timeWord } from '../wording/quantities.ts';

const titles = { pass: 'Pass', fail: 'Fail', unknown: 'Unknown' } as const;

/**
 * The first screen: the verdict, and how to do it again. What shows it stands there too, unless the
 * story of its cause tells it.
 */
export function verdictSection(
  plan: Plan,
  history: History,
  result: Result,
  cause: Cause | null,
): string {
  const { sentence, violated } = headline(plan, history, result);
  const tone = result.verdict;
  return [
    `<div class="verdict ${tone}">`,
    `<h1 class="tone-${tone}">${titles[tone]}</h1>`,
    `<p class="lead">${escapeMarkup(sentence)}</p>`,
    ...(cause === null ? violated.map((verdict) => shown(history, verdict)) : []),
    '<div class="again"><p>To reproduce</p>',
    `<pre tabindex="0"><code>${escapeMarkup(result.reproduce)}</code></pre></div>`,
    '</div>',
  ].join('\n');
}

/** The events that show what is violated. */
function shown(history: History, verdict: Verdict): string {
  const items = verdict.events.slice(0, 12).flatMap((position) => {
    const event = history.events[position];
    if (event === undefined) return [];
    return [
      `<li><span class="mute num">${formatMoment(event.time)}</span>` +
        `<span>${escapeMarkup(eventSentence(event))} ` +
        `<span class="mute">(event ${position})</span></span></li>`,
    ];
  });
  if (items.length === 0) return '';
  const title = `What shows that ${escapeMarkup(verdict.name)} is violated`;
  return `<div class="shown"><h2>${title}</h2><ol>${items.join('')}</ol></div>`;
}

/** What ran, in a few pairs. */
export function factsList(plan: Plan, result: Result): string {
  const time = timeWord(result.cluster.kind);
  const { crashes, viewChanges } = result.counts;
  const outcome = `${countOf(crashes, 'crash', 'crashes')}, ${countOf(viewChanges, 'view change')}`;
  const entries: [title: string, value: string, note: string][] = [
    ['Cluster', result.cluster.kind, `all times are ${time}`],
    ['Size', countOf(result.cluster.replicas, 'replica'), countOf(plan.workload.clients, 'client')],
    ['Workload', result.workload, countOf(result.counts.requests, 'request')],
    [
      'Duration',
      `${formatDuration(result.duration)} (${time})`,
      `${result.wall.run.toFixed(1)} s to run, ${result.wall.check.toFixed(1)} s to check (real)`,
    ],
    ['Faults', countOf(result.counts.faults, 'fault struck', 'faults struck'), outcome],
    ['Versions', `Vivarium ${result.versions.vivarium}`, `Node ${result.versions.node}`],
    ['Seed', result.seed, ''],
    ['Fingerprint', result.fingerprint, ''],
  ];
  const items = entries.map(([title, value, note]) => {
    const mono = title === 'Seed' || title === 'Fingerprint' ? ' class="mono"' : '';
    const shown = escapeMarkup(value);
    // A fingerprint breaks in its middle, if it must.
    const text = title === 'Fingerprint' ? `${shown.slice(0, 16)}<wbr>${shown.slice(16)}` : shown;
    const small = note === '' ? '' : `<div class="small">${escapeMarkup(note)}</div>`;
    return `<div><dt>${title}</dt><dd${mono}>${text}${small}</dd></div>`;
  });
  return `<dl class="facts">${items.join('\n')}</dl>`;
}
