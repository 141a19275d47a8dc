import { RememberedRequests } from '../remembered-requests.ts';
import type { Checker, Evidence, Verdict } from './checker.ts';
import { conservation } from './conservation.ts';
import { convergence } from './convergence.ts';
import { durability } from './durability.ts';
import { expiry } from './expiry.ts';
import { idempotence } from './idempotence.ts';
import { liveness } from './liveness.ts';
import { model } from './model.ts';
import { realTimeOrder } from './real-time-order.ts';

/** Every checker of a run, in the order in which a report lists them. */
export const checkers: readonly Checker[] = [
  model,
  realTimeOrder,
  durability,
  conservation,
  idempotence,
  expiry,
  convergence,
  liveness,
];

/** The same evidence as one value for all who read it, so that notes and requests are made once. */
export function shareable(evidence: Evidence): Evidence {
  const workload = RememberedRequests.of(evidence.workload);
  return workload === evidence.workload ? evidence : { ...evidence, workload };
}

/**
 * Asks every checker. One that throws has decided nothing: it is `unknown`, and says so, because a
 * broken checker must never look like a pass.
 */
export function checkAll(evidence: Evidence, asked: readonly Checker[] = checkers): Verdict[] {
  const shared = shareable(evidence);
  return asked.map((checker) => {
    try {
      return { name: checker.name, ...checker.check(shared) };
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
