import type { Crossing } from '../../harness/crossing.ts';
import type { HistoryEvent } from '../../harness/history.ts';

/**
 * The messages as those saw them who could hear. What came to a replica that was down changed
 * nothing: of the ops in question it counts as lost, and anything else is not worth a line.
 */
export function heardCrossings(
  crossings: readonly Crossing[],
  events: readonly HistoryEvent[],
  ops: ReadonlySet<number>,
): readonly Crossing[] {
  const absences = readAbsences(events);
  return crossings.flatMap((crossing) => {
    const { arrived, op, receiver } = crossing;
    if (arrived === null) return [crossing];
    const down = (absences.get(receiver) ?? []).some(
      ({ from, until }) => from < arrived.events && arrived.events <= until,
    );
    if (!down) return [crossing];
    return op !== null && ops.has(op) ? [{ ...crossing, arrived: null, fate: 'lost' }] : [];
  });
}

/** Positions in the history between which a replica was down. */
interface Absence {
  readonly from: number;
  until: number;
}

function readAbsences(events: readonly HistoryEvent[]): ReadonlyMap<number, readonly Absence[]> {
  const absences = new Map<number, Absence[]>();
  events.forEach((event, position) => {
    if (event.kind === 'crash' || event.kind === 'panic') {
      const known = absences.get(event.replica) ?? [];
      known.push({ from: position, until: Infinity });
      absences.set(event.replica, known);
    } else if (event.kind === 'start') {
      const last = absences.get(event.replica)?.at(-1);
      if (last !== undefined) last.until = Math.min(last.until, position);
    }
  });
  return absences;
}
