import { styleText } from 'node:util';
import type { Truth, Verdict } from '../harness/checkers/checker.ts';
import type { History } from '../harness/history.ts';
import type { Plan } from '../harness/plan.ts';
import type { Result } from '../harness/result.ts';
import { readLoad } from './reading/load.ts';
import { eventSentence } from './wording/event-sentence.ts';
import { countPhrases, speedPhrases, whatRan } from './wording/figures.ts';
import { headline } from './wording/headline.ts';
import { plainText } from './wording/plain-text.ts';
import { formatCount, formatMoment } from './wording/quantities.ts';

export interface TerminalOptions {
  /** Whether the terminal wants colours. */
  readonly color: boolean;
}

type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Columns. */
const width = 100;
const linesMax = 25;
const cellMax = 30;
const colors = { pass: 'green', fail: 'red', unknown: 'yellow' } as const;

/**
 * The last screen of a run: the verdict first, then every checker, counts, and what was never
 * exercised. At most 25 lines of at most 100 columns, each ended by a newline.
 */
export function renderTerminal(
  plan: Plan,
  history: History,
  result: Result,
  options: TerminalOptions,
): string {
  const paint: Paint = (format, text) =>
    options.color ? styleText(format, text, { validateStream: false }) : text;
  const { word, sentence, violated } = headline(plan, history, result);
  const badge = paint(['bold', 'inverse', colors[result.verdict]], ` ${word} `);
  const gap = word.length + 3;
  const said = wrap(plainText(sentence), width - gap, 4);
  const top = [
    `${badge} ${paint('bold', said[0] ?? '')}`,
    ...said.slice(1).map((line) => `${' '.repeat(gap)}${line}`),
    ...violated.flatMap((verdict) => evidence(history, verdict)).slice(0, 4),
    paint('dim', clip(plainText(whatRan(result, plan.workload.clients)), width)),
    '',
  ];
  const bottom = ['', ...closing(plan, history, result, paint)];
  const room = linesMax - top.length - bottom.length;
  return [...top, ...checkerTable(result.checkers, room, paint), ...bottom, ''].join('\n');
}

function checkerTable(verdicts: readonly Verdict[], room: number, paint: Paint): string[] {
  // Where not all fit, those that hold are the ones to leave out.
  const order: readonly Truth[] = ['fail', 'unknown', 'pass'];
  const keep = verdicts.length > room ? room - 1 : verdicts.length;
  const kept = new Set(
    order.flatMap((truth) => verdicts.filter(({ verdict }) => verdict === truth)).slice(0, keep),
  );
  const shown = verdicts.filter((verdict) => kept.has(verdict));
  const rows = shown.map(({ verdict, checker, checked, unit, why }) => ({
    verdict,
    checker: clip(plainText(checker), cellMax),
    checked: clip(plainText(`${formatCount(checked)} ${unit}`), cellMax),
    why: plainText(why),
  }));
  const nameWidth = Math.max(0, ...rows.map(({ checker }) => checker.length));
  const checkedWidth = Math.max(0, ...rows.map(({ checked }) => checked.length));
  const lines = rows.map(({ verdict, checker, checked, why }) => {
    const cells = `${checker.padEnd(nameWidth)}  ${checked.padStart(checkedWidth)}  `;
    // What holds is said in the reports; here its sentence would only be cut off.
    const said = verdict === 'pass' ? '' : clip(why, width - 10 - cells.length);
    return `  ${paint(colors[verdict], verdict.padEnd(7))} ${cells}${said}`.trimEnd();
  });
  const left = verdicts.length - shown.length;
  return left > 0 ? [...lines, `  … and ${left} more that hold: see the report`] : lines;
}

function evidence(history: History, verdict: Verdict): string[] {
  return verdict.events.slice(0, 4).flatMap((position) => {
    const event = history.events[position];
    if (event === undefined) return [];
    const text = `event ${position} at ${formatMoment(event.time)}: ${eventSentence(event)}`;
    return [`  ${clip(plainText(text), width - 2)}`];
  });
}

function closing(plan: Plan, history: History, result: Result, paint: Paint): string[] {
  const speed = speedPhrases(readLoad(plan, history), result).join(', ');
  const lines = [
    ...labelled('counts', countPhrases(result).join(', '), 2, paint),
    ...labelled('latency', speed, 1, paint),
  ];
  if (result.neverExercised.length > 0) {
    const missing = result.neverExercised.map(plainText).join(', ');
    lines.push(...labelled('never exercised', missing, 3, paint));
  }
  return lines;
}

function labelled(label: string, text: string, linesKept: number, paint: Paint): string[] {
  const wrapped = wrap(text, width - label.length - 2, linesKept);
  const indent = ' '.repeat(label.length + 2);
  return wrapped.map((line, i) => (i === 0 ? `${paint('bold', label)}  ${line}` : indent + line));
}

/** Breaks between words; what goes beyond `linesKept` is cut off with an ellipsis. */
function wrap(text: string, columns: number, linesKept: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  if (lines.length <= linesKept) return lines.map((each) => clip(each, columns));
  const rest = lines.slice(linesKept - 1).join(' ');
  return [...lines.slice(0, linesKept - 1), rest].map((each) => clip(each, columns));
}

function clip(text: string, columns: number): string {
  if (text.length <= columns) return text;
  if (columns < 1) return '';
  // Between words, unless the last one is long.
  const space = text.lastIndexOf(' ', columns - 1);
  const end = space > columns - 16 ? space : columns - 1;
  return `${text.slice(0, end).trimEnd()}…`;
}
