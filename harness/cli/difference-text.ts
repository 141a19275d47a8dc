import { eventSentence } from '../../reports/wording/event-sentence.ts';
import { formatMoment } from '../../reports/wording/quantities.ts';
import { bodyOf } from '../checkers/requests.ts';
import type { Difference } from '../history/first-difference.ts';
import type { History, HistoryEvent } from '../history.ts';

/** In one sentence: which event it is, and what each history has there. */
export function differenceSentence(
  a: History,
  b: History,
  difference: Difference,
  names: readonly [string, string],
): string {
  const { at } = difference;
  const sides = [a.events[at], b.events[at]].map((event) =>
    event === undefined ? 'nothing any more' : `"${momentAndSentence(event)}"`,
  );
  const what = whatDiffers(a, b, difference);
  return (
    `The first event that differs is number ${at}: ${names[0]} ${sides[0]}, ${names[1]} ${sides[1]}` +
    `${what === '' ? '' : ` (${what})`}.`
  );
}

/** The events around the first that differs; those before it are the same in both. */
export function differenceLines(
  a: History,
  b: History,
  { at }: Difference,
  context: number,
): string[] {
  const shared = a.events.slice(Math.max(0, at - context), at);
  const first = at - shared.length;
  const lines = shared.map((event, index) => line(' ', first + index, event));
  for (const [name, { events }] of [['A', a] as const, ['B', b] as const]) {
    const own = events.slice(at, at + 1 + context);
    if (own.length === 0) lines.push(`${name} ${String(at).padStart(7)}  (ends here)`);
    lines.push(...own.map((event, index) => line(name, at + index, event)));
  }
  return lines;
}

/** As `due 5 and 6`; empty where the events say it by themselves. */
export function whatDiffers(a: History, b: History, { at, fields }: Difference): string {
  const [one, other] = [a.events[at], b.events[at]];
  if (one === undefined || other === undefined) return '';
  const records = [one, other] as unknown as Readonly<Record<string, unknown>>[];
  return fields
    .map((field) => {
      if (field !== 'bytes')
        return `${field} ${String(records[0]?.[field])} and ${String(records[1]?.[field])}`;
      return `the reply's bytes, from byte ${differentByte(a, b, one, other)} on`;
    })
    .join('; ');
}

function differentByte(a: History, b: History, one: HistoryEvent, other: HistoryEvent): number {
  if (one.kind !== 'reply' || other.kind !== 'reply') return 0;
  const [left, right] = [bodyOf(a, one), bodyOf(b, other)];
  return left.findIndex((byte, index) => byte !== right[index]);
}

function line(name: string, at: number, event: HistoryEvent): string {
  return `${name} ${String(at).padStart(7)}  ${momentAndSentence(event)}`;
}

function momentAndSentence(event: HistoryEvent): string {
  return `${formatMoment(event.time)} ${eventSentence(event)}`;
}
