import type { Verdict } from '../../harness/checkers/checker.ts';
import { formatCount } from '../../harness/count-text.ts';
import { section } from '../html/figure.ts';
import { type Cell, type Column, table } from '../html/table.ts';
import { countFaultKinds, type FaultKindRow } from '../reading/fault-kinds.ts';
import { planDifferences } from '../reading/plan-differences.ts';
import { eventsAnswered } from '../reading/requests.ts';
import { countKeys, countLabels } from '../wording/count-facts.ts';
import { missedGroups } from '../wording/never-exercised.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { countOf, formatDuration, formatRate, none } from '../wording/quantities.ts';
import { columnName, type Side, type Sides, sameTime } from './side.ts';

/** Every checker of either run. */
export function verdictTable(sides: Sides): string {
  const [a, b] = sides.map(({ evidence }) => evidence.result.checkers);
  const names = new Set([...(a ?? []), ...(b ?? [])].map(({ name }) => name));
  const content = table({
    kind: 'plain',
    caption: 'Verdict of each checker, and how much it checked',
    columns: [{ heading: 'checker', names: true }, { heading: 'A' }, { heading: 'B' }],
    rows: [...names].map((name) => [name, verdictCell(a, name), verdictCell(b, name)]),
  });
  return section('verdicts', 'Verdicts', '', content);
}

/** Of the plans' differences more than this are folded away. */
const differencesMax = 12;

export function planTable([a, b]: Sides): string {
  const differences = planDifferences(a.evidence.plan, b.evidence.plan, a.evidence.word);
  if (differences.length === 0) {
    return section('plans', 'What the plans differ in', '', '<p class="mute">Nothing.</p>');
  }
  const content = table({
    kind: 'plain',
    caption: 'What each plan says',
    columns: [{ heading: 'of the plan', names: true }, { heading: 'A' }, { heading: 'B' }],
    rows: differences.map(({ what, ...said }) => [what, said.a ?? none, said.b ?? none]),
  });
  const things = countOf(differences.length, 'thing');
  const reading = `${things}; all else is the same.`;
  // Two workloads have little in common, and a page of that would hide what came of them.
  const isLong = differences.length > differencesMax;
  const shown = isLong ? `<details><summary>${things}</summary>${content}</details>` : content;
  return section('plans', 'What the plans differ in', reading, shown);
}

const numbers: readonly Column[] = [
  { heading: 'A', class: 'right' },
  { heading: 'B', class: 'right' },
];

/** What each run held, and how fast it was. */
export function countTable(sides: Sides): string {
  const [a, b] = sides;
  const counted = countKeys.map((key) => {
    const [one, other] = [a, b].map(({ evidence }) => evidence.result.counts[key]);
    return [countLabels[key], ...difference(one ?? 0, other ?? 0)];
  });
  const content = table({
    kind: 'plain',
    caption: 'How many of each',
    columns: [
      { heading: 'count of', names: true },
      ...numbers,
      { heading: 'B − A', class: 'right' },
    ],
    rows: counted,
  });
  return section('counts', 'Counts', '', content + paceTable(sides));
}

/** Times and rates: a column a run, so none holds two kinds of time. */
function paceTable(sides: Sides): string {
  const rows = [
    ['duration', ...sides.map(({ evidence }) => formatDuration(evidence.result.duration))],
    [
      'replies per second',
      ...sides.map((side) => rateOf(side, side.evidence.requests.answeredCount)),
    ],
    [
      'accounts and transfers answered per second',
      ...sides.map((side) => rateOf(side, eventsAnswered(side.evidence.requests))),
    ],
  ];
  const time = sameTime(sides) ? ` (${sides[0].evidence.word} time)` : '';
  return table({
    kind: 'plain',
    caption: `How long, and how fast on average${time}`,
    columns: [
      { heading: 'measure', names: true },
      ...sides.map((side) => ({ heading: columnName(side, sides), class: 'right' as const })),
    ],
    rows,
  });
}

export function faultTable(sides: Sides): string {
  const [a, b] = sides.map(({ evidence }) => countFaultKinds(evidence.faults));
  const kinds = new Set([...(a ?? []), ...(b ?? [])].map(({ kind }) => kind));
  if (kinds.size === 0) {
    return section('faults', 'Faults', '', '<p class="mute">Neither plan has any.</p>');
  }
  const content = table({
    kind: 'plain',
    caption: 'Faults that struck, of those planned',
    columns: [{ heading: 'kind of fault', names: true }, ...numbers],
    rows: [...kinds].map((kind) => [kind, struckCell(a, kind), struckCell(b, kind)]),
  });
  return section('faults', 'Faults', '', content);
}

export function statusTable(sides: Sides): string {
  const [a = {}, b = {}] = sides.map(({ evidence }) => evidence.result.counts.createStatuses);
  const statuses = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const content = table({
    kind: 'plain',
    caption: 'Results of creates, by status',
    columns: [{ heading: 'status', names: true }, ...numbers, { heading: 'B − A', class: 'right' }],
    rows: statuses.map((status) => [status, ...difference(a[status] ?? 0, b[status] ?? 0)]),
  });
  const fold = `<details><summary>${countOf(statuses.length, 'status', 'statuses')}</summary>`;
  return section('statuses', 'Results by status', '', `${fold}${content}</details>`);
}

/** What one of the two exercised and the other did not. */
export function neverTable(sides: Sides): string {
  const [a = [], b = []] = sides.map(({ evidence }) =>
    missedGroups(evidence.result.neverExercised).flatMap(({ things }) => things),
  );
  const both = a.filter((thing) => b.includes(thing)).length;
  const onlyOne = [...new Set([...a, ...b])].filter(
    (each) => a.includes(each) !== b.includes(each),
  );
  const reading = `${countOf(both, 'thing')} neither run exercised.`;
  if (onlyOne.length === 0) return section('never', 'Exercised by only one', reading, '');
  const content = table({
    kind: 'plain',
    caption: 'What only one of the runs exercised',
    columns: [{ heading: 'thing', names: true }, { heading: 'exercised by' }],
    rows: onlyOne.map((thing) => [thing, a.includes(thing) ? 'B' : 'A']),
  });
  return section('never', 'Exercised by only one', reading, content);
}

function difference(a: number, b: number): readonly string[] {
  const sign = b > a ? '+' : b < a ? '−' : '';
  return [formatCount(a), formatCount(b), `${sign}${formatCount(Math.abs(b - a))}`];
}

function rateOf({ evidence }: Side, count: number): string {
  return formatRate(count, evidence.result.duration);
}

function verdictCell(checkers: readonly Verdict[] | undefined, name: string): Cell {
  const found = checkers?.find((checker) => checker.name === name);
  if (found === undefined) return 'was not asked';
  const { verdict, checked, unit, why } = found;
  const amount = escapeMarkup(`${formatCount(checked)} ${unit}`);
  const reason = verdict === 'pass' ? '' : ` <span class="mute">${escapeMarkup(why)}</span>`;
  return { markup: `<b class="tone-${verdict}">${verdict}</b> ${amount}${reason}` };
}

function struckCell(rows: readonly FaultKindRow[] | undefined, kind: string): string {
  const row = rows?.find((each) => each.kind === kind);
  return row === undefined ? '0' : `${formatCount(row.struck)} of ${formatCount(row.planned)}`;
}
