import type { Verdict } from '../harness/checkers/checker.ts';
import { formatCount } from '../harness/count-text.ts';
import type { History } from '../harness/history.ts';
import type { Plan } from '../harness/plan.ts';
import type { Result } from '../harness/result.ts';
import type { Cause } from './cause.ts';
import { readLoad } from './reading/load.ts';
import type { Story } from './story/story.ts';
import { eventSentence } from './wording/event-sentence.ts';
import { countPhrases, speedPhrases, whatRan } from './wording/figures.ts';
import { headline } from './wording/headline.ts';
import { missedGroups } from './wording/never-exercised.ts';
import { escapeMarkdown, plainText } from './wording/plain-text.ts';
import { countOf, formatMoment } from './wording/quantities.ts';

const marks = { pass: '✅', fail: '❌', unknown: '❔' } as const;

/** More of a story than this is for the report. */
const sentencesMax = 12;

/** `summary.md`: a run on one screen of a pull request; of one that failed the story too. */
export function renderMarkdown(
  plan: Plan,
  history: History,
  result: Result,
  cause: Cause | null = null,
): string {
  const { word, sentence, violated } = headline(plan, history, result);
  const lines = [
    `## ${marks[result.verdict]} ${word}`,
    '',
    escapeMarkdown(sentence),
    '',
    ...fenced(result.reproduce),
    '',
    `${escapeMarkdown(whatRan(result, plan.workload.clients))}.  `,
    `Seed ${inline(result.seed)}, fingerprint ${inline(result.fingerprint)}, ` +
      `vivarium ${escapeMarkdown(result.versions.vivarium)}, ` +
      `Node ${escapeMarkdown(result.versions.node)}.`,
    '',
    ...(cause === null
      ? violated.flatMap((verdict) => evidence(history, verdict))
      : told(cause.story)),
    '| | checker | checked | |',
    '| --- | --- | ---: | --- |',
    ...result.checkers.map(checkerRow),
    '',
    ...closing(plan, history, result),
  ];
  return `${lines.join('\n')}\n`;
}

function told({ sentences }: Story): string[] {
  const lines = sentences.slice(0, sentencesMax).map(({ text, time }, at) => {
    const moment = time === null ? '' : `${formatMoment(time)}: `;
    return `${at + 1}. ${moment}${escapeMarkdown(text)}`;
  });
  const left = sentences.length - lines.length;
  const more = left > 0 ? [`${countOf(left, 'more sentence')} in report.html.`, ''] : [];
  return ['What happened:', '', ...lines, '', ...more];
}

function checkerRow(verdict: Verdict): string {
  const { name, checked, unit, why } = verdict;
  const amount = `${formatCount(checked)} ${escapeMarkdown(unit)}`;
  const truth = verdict.verdict === 'fail' ? '**fail**' : verdict.verdict;
  return `| ${truth} | ${escapeMarkdown(name)} | ${amount} | ${escapeMarkdown(why)} |`;
}

function evidence(history: History, verdict: Verdict): string[] {
  const lines = verdict.events.flatMap((position) => {
    const event = history.events[position];
    if (event === undefined) return [];
    const where = `event ${position} at ${formatMoment(event.time)}`;
    return [`- ${where}: ${escapeMarkdown(eventSentence(event))}`];
  });
  if (lines.length === 0) return [];
  return [`What shows that ${escapeMarkdown(verdict.name)} is violated:`, '', ...lines, ''];
}

function closing(plan: Plan, history: History, result: Result): string[] {
  const speed = speedPhrases(readLoad(plan, history), result).join(', ');
  const lines = [`**Counts**: ${countPhrases(result).join(', ')}.  `, `**Latency**: ${speed}.`];
  const groups = missedGroups(result.neverExercised);
  if (groups.length === 0) return lines;
  lines.push('', 'What this run never exercised, and so proves nothing about:', '');
  for (const { title, things } of groups) {
    lines.push(`- **${title}**: ${things.map(escapeMarkdown).join(', ')}`);
  }
  return lines;
}

/** A block of code that nothing inside of it can end. */
function fenced(text: string): string[] {
  const line = plainText(text);
  const fence = '`'.repeat(Math.max(3, longestRun(line) + 1));
  return [`${fence}sh`, line, fence];
}

function inline(text: string): string {
  const line = plainText(text);
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
