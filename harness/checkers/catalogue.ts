import { RememberedRequests } from '../remembered-requests.ts';
import type { Checker, Evidence, Verdict } from './checker.ts';
import { conservation } from './conservation.ts';
import { convergence } from './convergence.ts';
import { durability } from './durability.ts';
import { liveness } from './liveness.ts';
import { model } from './model.ts';
import { realTimeOrder } from './real-time-order.ts';

/** Every checker of a run, in the order in which a report lists them. */
export const checkers: readonly Checker[] = [
  model,
  realTimeOrder,
  durability,
  conservation,
  convergence,
  liveness,
];

/**
 * Asks every checker. One that throws has decided nothing: it is `unknown`, and says so, because a
 * broken checker must never look like a pass.
 */
export function checkAll(evidence: Evidence, asked: readonly Checker[] = checkers): Verdict[] {
  const workload = RememberedRequests.of(evidence.workload);
  return asked.map((checker) => {
    try {
      return { name: checker.name, ...checker.check({ ...evidence, workload }) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return {
        name: checker.name,
        verdict: 'unknown',
        checked: 0,
        unit: 'checks',
        why: `The checker itself broke, so it proves nothing: ${message}`,
        events: [],
      };
    }
  });
}
