import { assert } from '../../harness/assert.ts';
import type { HistoryEvent } from '../../harness/history.ts';
import type { Plan } from '../../harness/plan.ts';
import type { Nanoseconds } from '../../harness/time.ts';

/**
 * From which moment on a failure was inevitable. Up to the moment when all is healed, a run with an
 * earlier healing is the same run: so each moment at which something happened is asked whether it
 * would have been early enough.
 */
export type PointOfNoReturn =
  /** Even with everything healed from the first moment on, it fails: no fault is to blame. */
  | { readonly kind: 'from-the-beginning'; readonly runs: number }
  | {
      readonly kind: 'at';
      /** Healed now, before what happens at this moment, the failure does not come about … */
      readonly avoidable: Nanoseconds;
      /** … and healed now, the next moment at which anything happens, it does. */
      readonly inevitable: Nanoseconds;
      /** Positions of the events in between: all those of the moment `avoidable`. */
      readonly positions: readonly number[];
      readonly runs: number;
    };

/**
 * Looks for it by halves, so that a few runs do for any history.
 * @param plan which fails
 * @param events of its run
 * @param stillFails whether a plan fails in the same way
 */
export async function pointOfNoReturn(
  plan: Plan,
  events: readonly HistoryEvent[],
  stillFails: (plan: Plan) => Promise<boolean>,
): Promise<PointOfNoReturn> {
  const before = events.map(({ time }) => time).filter((time) => time < plan.healAt);
  const moments = [...new Set([0, ...before, plan.healAt])].toSorted((a, b) => a - b);
  let runs = 0;
  const failsHealedAt = (moment: number): Promise<boolean> => {
    runs += 1;
    return stillFails({ ...plan, healAt: moments[moment] as Nanoseconds });
  };
  let inevitable = moments.length - 1;
  assert(moments[inevitable] === plan.healAt, 'healed as planned, it fails');
  if (inevitable === 0 || (await failsHealedAt(0))) return { kind: 'from-the-beginning', runs };
  let avoidable = 0;
  while (inevitable - avoidable > 1) {
    const middle = (avoidable + inevitable) >>> 1;
    if (await failsHealedAt(middle)) inevitable = middle;
    else avoidable = middle;
  }
  const time = moments[avoidable] as Nanoseconds;
  const positions = events.flatMap((event, position) => (event.time === time ? [position] : []));
  return {
    kind: 'at',
    avoidable: time,
    inevitable: moments[inevitable] as Nanoseconds,
    positions,
    runs,
  };
}
