import type { EventOf, HistoryEvent } from '../history.ts';
import { operationName } from '../ledger/operations.ts';
import type { Contradiction } from './findings.ts';
import { eventAt, nameAsker } from './requests.ts';

/** The log that the replicas executed, put together from what each of them reported. */
export interface CommitLog {
  /** The ops that anyone executed, ascending. */
  readonly ops: readonly number[];
  /** For each op the position of the event in which it was first executed. */
  readonly first: ReadonlyMap<number, number>;
  /** How many commits were compared with the first of their op. */
  readonly compared: number;
  /** The first commit that says something else than the first one of its op. */
  readonly conflict: Contradiction | null;
}

export function readCommits(events: readonly HistoryEvent[]): CommitLog {
  const first = new Map<number, number>();
  let compared = 0;
  let conflict: Contradiction | null = null;
  events.forEach((event, position) => {
    if (event.kind !== 'commit') return;
    const before = first.get(event.op);
    if (before === undefined) {
      first.set(event.op, position);
      return;
    }
    compared += 1;
    conflict ??= compare(events, before, event, position);
  });
  // Whoever executes in order is the first to execute ever higher ops: this sorts what is sorted.
  const ops = [...first.keys()].toSorted((a, b) => a - b);
  return { ops, first, compared, conflict };
}

/** Views may differ: an op that is executed again, or elsewhere, may be so in a later view. */
function compare(
  events: readonly HistoryEvent[],
  firstPosition: number,
  again: EventOf<'commit'>,
  position: number,
): Contradiction | null {
  const first = eventAt(events, firstPosition, 'commit');
  const difference = differenceOf(first, again);
  if (difference === null) return null;
  const who =
    first.replica === again.replica
      ? `Replica ${first.replica} executed op ${first.op} twice`
      : `Replicas ${first.replica} and ${again.replica} both executed op ${first.op}`;
  return { why: `${who}, but ${difference}.`, events: [firstPosition, position] };
}

function differenceOf(first: EventOf<'commit'>, again: EventOf<'commit'>): string | null {
  if (first.session !== again.session || first.request !== again.request) {
    return `as ${nameAsker(first)} and as ${nameAsker(again)}`;
  }
  if (first.operation !== again.operation) {
    return `as ${operationName(first.operation)} and as ${operationName(again.operation)}`;
  }
  if (first.timestamp !== again.timestamp) {
    return `at timestamp ${first.timestamp} and at ${again.timestamp}`;
  }
  if (first.reply !== again.reply) {
    return `with replies of different checksums (${first.reply} and ${again.reply})`;
  }
  return null;
}

/** The first op that nobody executed although a later one was; null where there is none. */
export function missingOp(log: CommitLog): number | null {
  let expected = 1;
  for (const op of log.ops) {
    if (op > expected) return expected;
    expected = op + 1;
  }
  return null;
}
