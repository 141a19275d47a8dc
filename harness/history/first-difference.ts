import { bodyOf } from '../checkers/requests.ts';
import type { History, HistoryEvent } from '../history.ts';
import { sameBytes } from '../same-bytes.ts';
import { eventFields, type Field } from './event-fields.ts';

/** The first event in which two histories differ. */
export interface Difference {
  /** Its position in both. One of them may end before it. */
  readonly at: number;
  /**
   * The fields that differ, `kind` and `time` among them; `bytes` where it is what a reply says.
   * Empty where one history ends here.
   */
  readonly fields: readonly string[];
}

/**
 * Where two histories differ first, as far as a fingerprint tells; null where they don't. One that
 * was interrupted is compared as far as it came: where it was stopped was decided by a clock.
 */
export function firstDifference(a: History, b: History): Difference | null {
  const longest = Math.max(a.events.length, b.events.length);
  const until = Math.min(interruptedAt(a) ?? longest, interruptedAt(b) ?? longest);
  for (let at = 0; at < until; at++) {
    const [one, other] = [a.events[at], b.events[at]];
    if (one === undefined || other === undefined) return { at, fields: [] };
    const fields = differingFields(one, other);
    if (fields.length > 0) return { at, fields };
    if (one.kind !== 'reply' || other.kind !== 'reply') continue;
    if (!sameBytes(bodyOf(a, one), bodyOf(b, other))) return { at, fields: ['bytes'] };
  }
  return null;
}

/** The position of the event that says so; null where the run came to its end. */
export function interruptedAt({ events }: History): number | null {
  const at = events.findIndex((event) => event.kind === 'phase' && event.phase === 'interrupted');
  return at < 0 ? null : at;
}

function differingFields(one: HistoryEvent, other: HistoryEvent): string[] {
  if (one.kind !== other.kind) return ['kind'];
  const named = (eventFields.get(one.kind) as readonly Field[])
    .filter(({ fingerprinted }) => fingerprinted)
    .map(({ name }) => name);
  const [a, b] = [one, other] as unknown as Readonly<Record<string, unknown>>[];
  return ['time', ...named].filter((name) => a?.[name] !== b?.[name]);
}
