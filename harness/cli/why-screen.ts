import wrapAnsi from 'wrap-ansi';
import type { NeededParts } from '../../fault-injector/causes/needed-parts.ts';
import { renderStory } from '../../reports/story/story-text.ts';
import { eventSentence } from '../../reports/wording/event-sentence.ts';
import { faultSentence } from '../../reports/wording/fault-sentence.ts';
import { countOf, formatMoment } from '../../reports/wording/quantities.ts';
import { requestOf } from '../checkers/requests.ts';
import type { EventOf } from '../history.ts';
import { operationName } from '../ledger/operations.ts';
import { requestCount } from '../plan.ts';
import { type Row, rows } from './columns.ts';
import type { Causes } from './why-run.ts';

const partsShown = 24;
const eventsShown = 6;
const columnsDefault = 100;

/** All that was found out about a failure, for people. */
export function whyScreen(causes: Causes, columns: number | undefined): string {
  const { failure, story } = causes;
  const width = columns ?? columnsDefault;
  const folded = (line: string): string => foldLine(line, width);
  return [
    folded(`It fails by ${failure.by}: ${failure.why}`),
    ...aboutPlan(causes),
    '',
    'What it needs. Without any one of these, and all else left as it is, it does not fail:',
    ...neededLines(causes, columns),
    '',
    'From when on it was inevitable:',
    ...inevitableLines(causes).map(folded),
    ...(story === null ? [] : ['', 'What happened:', ...renderStory(story).map(folded)]),
  ].join('\n');
}

function aboutPlan({ madeSmall, evidence }: Causes): string[] {
  if (!madeSmall) return [];
  const { workload, faults, cluster } = evidence.plan;
  const size = [
    countOf(requestCount(workload.stages), 'request'),
    countOf(faults.length, 'fault'),
    countOf(cluster.replicas, 'replica'),
  ].join(', ');
  return [`It was made small first, and what follows is about that plan: ${size}.`];
}

function neededLines(causes: Causes, columns: number | undefined): string[] {
  const { faults, requests } = causes.needed;
  const table = [...faultRows(causes), ...requestRows(causes)];
  const more = table.length - partsShown;
  return [
    ...(table.length === 0 ? ['  nothing: each of its parts alone can go'] : []),
    ...(table.length === 0 ? [] : [rows(table.slice(0, partsShown), columns)]),
    ...(more > 0 ? [`  … and ${more} more: see --json`] : []),
    ...spareLines('fault', faults),
    ...spareLines('request', requests),
  ];
}

function spareLines(noun: string, parts: readonly { readonly needed: boolean }[]): string[] {
  const spare = parts.filter(({ needed }) => !needed).length;
  if (parts.length === 0 || spare === 0) return [];
  return [
    `  It fails all the same without ${spare} of ${countOf(parts.length, noun)}, each alone.`,
  ];
}

function faultRows({ needed, evidence }: Causes): Row[] {
  const struck = new Map<number, string>();
  for (const event of evidence.history.events) {
    if (event.kind === 'fault') struck.set(event.fault, event.target);
  }
  return needed.faults
    .filter((each) => each.needed)
    .map(({ position, fault }) => [
      'fault',
      `${formatMoment(fault.from)} to ${formatMoment(fault.until)}`,
      `${faultSentence(fault)}; struck ${struck.get(position) ?? 'nothing'}`,
    ]);
}

function requestRows({ needed, evidence }: Causes): Row[] {
  const sent = sentRequests(evidence.history.events);
  return needed.requests
    .filter((each) => each.needed)
    .map(({ stage, index }) => {
      const invoke = sent.get(`${stage} ${index}`);
      const name = evidence.plan.workload.stages[stage]?.name ?? `stage ${stage}`;
      if (invoke === undefined) return ['request', 'never sent', `${name} ${index}`];
      const events = requestOf(evidence, invoke)?.events ?? 0;
      const what = `${operationName(invoke.operation)} of ${countOf(events, 'event')}`;
      return ['request', formatMoment(invoke.time), `${name} ${index}: ${what}`];
    });
}

function sentRequests(events: Causes['evidence']['history']['events']) {
  const sent = new Map<string, EventOf<'invoke'>>();
  for (const event of events) {
    if (event.kind === 'invoke') sent.set(`${event.stage} ${event.index}`, event);
  }
  return sent;
}

function inevitableLines({ inevitable, evidence, needed }: Causes): string[] {
  if (inevitable.kind === 'from-the-beginning') {
    const why = neededFaults(needed) === 0 ? 'no fault is to blame' : 'the faults only delay it';
    return [
      `  From the beginning: with all healed from the first moment on it fails too, so ${why}.`,
    ];
  }
  const { avoidable, inevitable: late, positions } = inevitable;
  const { events } = evidence.history;
  const shown = positions.slice(0, eventsShown).map((position) => events[position]);
  const more = positions.length - shown.length;
  return [
    `  Healing all faults at ${exact(avoidable)} prevents it; healing them at ${exact(late)}, the ` +
      'next moment at which anything happens, comes too late. Until they are healed, both runs ' +
      'are the one that failed. In between:',
    ...shown.map((event) => `    ${event === undefined ? '' : eventSentence(event)}`),
    ...(more > 0 ? [`    … and ${more} more`] : []),
  ];
}

function neededFaults({ faults }: NeededParts): number {
  return faults.filter(({ needed }) => needed).length;
}

/** Between words, under the beginning of its text. Accounts are drawn, and stay as they are. */
function foldLine(line: string, width: number): string {
  if (line.length <= width || /[│┬┼]/.test(line)) return line;
  const [indent = ''] = /^ *(?:\d+\. (?:\d+\.\d+ s {2})?)?/.exec(line) ?? [];
  const [first = '', ...rest] = wrapAnsi(line, width, { trim: false }).split('\n');
  const text = wrapAnsi(rest.join(' ').trim(), width - indent.length);
  return [first, ...text.split('\n').map((each) => ' '.repeat(indent.length) + each)].join('\n');
}

/** To the nanosecond: moments lie close to each other. */
function exact(moment: number): string {
  return `${(moment / 1e9).toFixed(9)} s`;
}
