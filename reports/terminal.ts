import { styleText } from 'node:util';
import type { Truth, Verdict } from '../harness/checkers/checker.ts';
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
import { plainText } from './wording/plain-text.ts';
import { countOf, formatMoment } from './wording/quantities.ts';

export interface TerminalOptions {
  /** Whether the terminal wants colours. */
  readonly color: boolean;
  /** How wide it is; what is wider than 100 columns is not used. */
  readonly columns?: number | undefined;
  /** Why the run failed, where that is known. */
  readonly cause?: Cause | null | undefined;
}

type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

/** In columns. */
const widthMax = 100;
const widthMin = 40;
const linesMax = 25;
const evidenceLinesMax = 4;
const storyLinesMax = 9;
const cellMax = 30;
const verdictCell = 10;
const colors = { pass: 'green', fail: 'red', unknown: 'yellow' } as const;

/**
 * The last screen of a run: the verdict first, then every checker, counts, and what was never
 * exercised. At most 25 lines of at most 100 columns, each ended by a newline; a terminal that is
 * narrower than 100 columns may get more lines.
 */
export function renderTerminal(
  plan: Plan,
  history: History,
  result: Result,
  options: TerminalOptions,
): string {
  const paint: Paint = (format, text) =>
    options.color ? styleText(format, text, { validateStream: false }) : text;
  const width = Math.min(widthMax, Math.max(widthMin, options.columns ?? widthMax));
  const { word, sentence, violated } = headline(plan, history, result);
  const badge = paint(['bold', 'inverse', colors[result.verdict]], ` ${word} `);
  const gap = word.length + 3;
  const said = wrap(plainText(sentence), width - gap, 4);
  const top = [
    `${badge} ${paint('bold', said[0] ?? '')}`,
    ...said.slice(1).map((line) => `${' '.repeat(gap)}${line}`),
    ...(options.cause == null
      ? evidence(history, violated, width)
      : told(options.cause.story, width)),
    ...wrap(plainText(whatRan(result, plan.workload.clients)), width, 2).map((line) =>
      paint('dim', line),
    ),
    '',
  ];
  const bottom = ['', ...closing(plan, history, result, { paint, width })];
  const room = Math.max(linesMax - top.length - bottom.length, width < widthMax ? 8 : 1);
  const table = checkerTable(result.checkers, violated[0], room, { paint, width });
  return [...top, ...table, ...bottom, ''].join('\n');
}

interface Screen {
  readonly paint: Paint;
  readonly width: number;
}

/**
 * A line a checker. What does not hold is said beside it, or below as far as there is room; what
 * holds is said in the reports, and the sentence that the headline tells stands there already.
 */
function checkerTable(
  verdicts: readonly Verdict[],
  told: Verdict | undefined,
  room: number,
  { paint, width }: Screen,
): string[] {
  // Where not all fit, those that hold are the ones to leave out.
  const order: readonly Truth[] = ['fail', 'unknown', 'pass'];
  const keep = verdicts.length > room ? room - 1 : verdicts.length;
  const kept = new Set(
    order.flatMap((truth) => verdicts.filter(({ verdict }) => verdict === truth)).slice(0, keep),
  );
  const shown = verdicts.filter((verdict) => kept.has(verdict));
  const rows = shown.map(({ name, checked, unit }) => ({
    checker: clip(plainText(name), cellMax),
    checked: clip(plainText(`${formatCount(checked)} ${unit}`), cellMax),
  }));
  const nameWidth = Math.max(0, ...rows.map(({ checker }) => checker.length));
  const checkedWidth = Math.max(0, ...rows.map(({ checked }) => checked.length));
  const said = shown.map((each, i) => {
    const { checker = '', checked = '' } = rows[i] ?? {};
    const cells = `${checker.padEnd(nameWidth)}  ${checked.padStart(checkedWidth)}`;
    const why = each.verdict === 'pass' || each === told ? '' : plainText(each.why);
    const line = `${cells}  ${why}`.trimEnd();
    const fits = line.length <= width - verdictCell;
    return { each, cells, line, below: fits ? [] : linesOf(why, width - verdictCell) };
  });
  const linesEach = [3, 2, 1].find(
    (most) =>
      said.reduce((sum, { below }) => sum + Math.min(most, below.length), 0) <= room - said.length,
  );
  const lines = said.flatMap(({ each, cells, line, below }) => {
    const whole = below.length === 0 || linesEach === undefined;
    const beside = clip(whole ? line : cells, width - verdictCell);
    const kept = whole ? [] : wrap(below.join(' '), width - verdictCell, linesEach);
    return [
      `  ${paint(colors[each.verdict], each.verdict.padEnd(7))} ${beside}`,
      ...kept.map((part) => `${' '.repeat(verdictCell)}${part}`),
    ];
  });
  const left = verdicts.length - shown.length;
  return left > 0 ? [...lines, `  … and ${left} more that hold: see the report`] : lines;
}

/** The events that show what is violated, each of them once. */
function evidence(history: History, violated: readonly Verdict[], width: number): string[] {
  const positions = new Set(violated.flatMap(({ events }) => events.slice(0, 4)));
  const lines: string[] = [];
  for (const position of positions) {
    const event = history.events[position];
    if (event === undefined) continue;
    const text = `event ${position} at ${formatMoment(event.time)}: ${eventSentence(event)}`;
    const [first = '', ...more] = wrap(plainText(text), width - 4, 2);
    if (lines.length + 1 + more.length > evidenceLinesMax) break;
    lines.push(`  ${first}`, ...more.map((line) => `    ${line}`));
  }
  return lines;
}

/** The beginning of the story, as far as there is room; each sentence whole. */
function told({ sentences }: Story, width: number): string[] {
  const lines: string[] = [];
  for (const [at, { text, time }] of sentences.entries()) {
    const moment = time === null ? '' : `${formatMoment(time)}  `;
    const [first = '', ...more] = linesOf(plainText(`${moment}${text}`), width - 6);
    const left = sentences.length - at;
    const room = storyLinesMax - lines.length - (left > 1 ? 1 : 0);
    if (1 + more.length > room) {
      return [...lines, `      ${countOf(left, 'more sentence')}: see the report`];
    }
    lines.push(`${String(at + 1).padStart(4)}. ${first}`, ...more.map((line) => `      ${line}`));
  }
  return lines;
}

function closing(plan: Plan, history: History, result: Result, screen: Screen): string[] {
  const speed = speedPhrases(readLoad(plan, history), result).join(', ');
  const lines = [
    ...labelled('counts', countPhrases(result).join(', '), 3, screen),
    ...labelled('latency', speed, 3, screen),
  ];
  return [...lines, ...missed(result, screen)];
}

/** A line for each kind of thing that was never exercised. */
function missed(result: Result, screen: Screen): string[] {
  const groups = missedGroups(result.neverExercised);
  if (groups.length === 0) return [];
  if (result.verdict !== 'pass') {
    // Where something is wrong, the room is for that.
    const amounts = groups.map(({ amount }) => amount).join(', ');
    return labelled('never exercised', `${amounts}: see the report`, 1, screen);
  }
  const labelWidth = Math.max(...groups.map(({ label }) => label.length));
  return groups.flatMap(({ label, things }) => {
    const padded = label.padEnd(labelWidth);
    return labelled(padded, fitting(things, 1, screen.width - labelWidth - 2), 1, screen);
  });
}

/** As many names as fit on the lines, and how many more there are. */
function fitting(names: readonly string[], linesKept: number, columns: number): string {
  const plain = names.map(plainText);
  for (let count = plain.length; count > 0; count--) {
    const left = plain.length - count;
    const text = plain.slice(0, count).join(', ');
    const whole = left === 0 ? text : `${text} and ${left} more: see the report`;
    if (linesOf(whole, columns).length <= linesKept) return whole;
  }
  return `${plain.length} things: see the report`;
}

function labelled(
  label: string,
  text: string,
  linesKept: number,
  { paint, width }: Screen,
): string[] {
  const wrapped = wrap(text, width - label.length - 2, linesKept);
  const indent = ' '.repeat(label.length + 2);
  return wrapped.map((line, i) => (i === 0 ? `${paint('bold', label)}  ${line}` : indent + line));
}

/** Breaks between words; what goes beyond `linesKept` is cut off with an ellipsis. */
function wrap(text: string, columns: number, linesKept: number): string[] {
  const lines = linesOf(text, columns);
  if (lines.length <= linesKept) return lines.map((each) => clip(each, columns));
  const rest = lines.slice(linesKept - 1).join(' ');
  return [...lines.slice(0, linesKept - 1), rest].map((each) => clip(each, columns));
}

function linesOf(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function clip(text: string, columns: number): string {
  if (text.length <= columns) return text;
  if (columns < 1) return '';
  // Between words, unless the last one is long.
  const space = text.lastIndexOf(' ', columns - 1);
  const end = space > columns - 16 ? space : columns - 1;
  return `${text.slice(0, end).trimEnd()}…`;
}
