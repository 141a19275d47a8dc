import type { Evidence } from '../checkers/checker.ts';
import { requestOf } from '../checkers/requests.ts';
import { sameBytes } from '../same-bytes.ts';
import type { ChosenWorkload } from './chosen-workload.ts';
import { usageError } from './usage.ts';

/**
 * Asks a workload that a user wrote for every request again: opened anew, and in the opposite
 * order, so that one that carries state, or looks at a clock, gives itself away.
 * @throws OperatingError naming the first request that has other bytes than before
 */
export function confirmRequests(evidence: Evidence, chosen: ChosenWorkload): void {
  const { module } = chosen;
  if (module === null) return;
  const { plan, history } = evidence;
  const again = { ...evidence, workload: chosen.open(plan) };
  for (let position = history.events.length - 1; position >= 0; position--) {
    const event = history.events[position];
    if (event?.kind !== 'invoke') continue;
    const [one, other] = [requestOf(evidence, event), requestOf(again, event)];
    if (one === null || other === null) continue;
    if (one.operation === other.operation && sameBytes(one.body, other.body)) continue;
    const stage = plan.workload.stages[event.stage]?.name;
    throw usageError(
      `${module.path}: request ${event.index} of stage "${stage}" has other bytes when it is asked ` +
        'for again, so the run proves nothing: make requests of seed, stage and index alone.',
    );
  }
}
