import type { Verdict } from '../../harness/checkers/checker.ts';
import type { History } from '../../harness/history.ts';
import type { Result } from '../../harness/result.ts';

/** What a story is told of: a verdict that fails, or a replica that stopped by itself. */
export interface Violation {
  /** The checker; `panic` where no checker but the replica itself complained. */
  readonly checker: string;
  readonly why: string;
  /** Positions in the history's events that show it, in order. */
  readonly positions: readonly number[];
  /** The checkers that fail too. */
  readonly others: readonly string[];
}

/**
 * Of several violations the one that shows first, since the others may follow from it; of those
 * that show at once the one that names most accounts and transfers. Null where nothing is violated.
 */
export function chooseViolation(history: History, result: Result): Violation | null {
  const failed = result.checkers.filter(({ verdict }) => verdict === 'fail');
  const panic = history.events.findIndex(({ kind }) => kind === 'panic');
  const first = failed.toSorted(
    (a, b) => shownAt(a) - shownAt(b) || namesIn(b.why) - namesIn(a.why),
  )[0];
  if (panic >= 0 && (first === undefined || shownAt(first) > panic)) {
    const event = history.events[panic];
    const message = event?.kind === 'panic' ? event.message : '';
    const replica = event?.kind === 'panic' ? event.replica : 0;
    const why = `Replica ${replica} stopped by itself: ${message}`;
    const others = failed.map(({ name }) => name);
    return { checker: 'panic', why, positions: [panic], others };
  }
  if (first === undefined) return null;
  const positions = first.events.toSorted((a, b) => a - b);
  const others = failed.filter((verdict) => verdict !== first).map(({ name }) => name);
  return { checker: first.name, why: first.why, positions, others };
}

/** That something never happened is known at the end only, whatever event stands for it. */
function shownAt({ name, events }: Verdict): number {
  return name === 'liveness' || events.length === 0 ? Infinity : Math.max(...events);
}

function namesIn(why: string): number {
  return idsIn(why, 'account').length + idsIn(why, 'transfer').length;
}

/** What a model or a reader says of a place in a request or reply: `field id of transfer 77`. */
const place = /field \S+ of (?:event|account|transfer|balance|change event) \d+ /g;

/** The ids that a checker's sentence names. */
export function idsIn(why: string, kind: 'account' | 'transfer'): bigint[] {
  const found = why.replaceAll(place, '').matchAll(new RegExp(`\\b${kind} (\\d+)\\b`, 'gi'));
  return [...new Set([...found].map(([, id]) => BigInt(id as string)))];
}

/** Which event of a request, or which record of a reply, a checker's sentence speaks of. */
export interface Place {
  readonly of: 'events' | 'records';
  readonly index: number;
  /** The transfer that should have stood there, where the sentence says so. */
  readonly expectedTransfer: bigint | null;
}

export function placeIn(why: string): Place | null {
  const field = /field (\S+) of ([a-z ]+?) (\d+) is \S+, expected (\d+)?/.exec(why);
  if (field !== null) {
    const [, name, what, index, expected] = field;
    const isId = name === 'id' && what === 'transfer' && expected !== undefined;
    return {
      of: what === 'event' ? 'events' : 'records',
      index: Number(index),
      expectedTransfer: isId ? BigInt(expected) : null,
    };
  }
  const event = /\bevent (\d+) of\b/i.exec(why);
  if (event === null) return null;
  return { of: 'events', index: Number(event[1]), expectedTransfer: null };
}

/** The ops that a checker's sentence names. */
export function opsIn(why: string): number[] {
  return [...new Set([...why.matchAll(/\bop (\d+)\b/gi)].map(([, op]) => Number(op)))];
}
