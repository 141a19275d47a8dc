import type { Fault } from '../../harness/fault.ts';
import type { Plan } from '../../harness/plan.ts';
import { type PlannedRequest, requestsOf, withRequests } from '../shrink/requests-of.ts';

/** What of a failing plan the failure needs: left out alone, each of these takes it along. */
export interface NeededParts {
  readonly faults: readonly NeededFault[];
  readonly requests: readonly NeededRequest[];
  /** Plans that were run to find out. */
  readonly runs: number;
}

interface NeededFault {
  /** Its position in the plan. */
  readonly position: number;
  readonly fault: Fault;
  readonly needed: boolean;
}

interface NeededRequest extends PlannedRequest {
  readonly needed: boolean;
}

/** How many plans `neededParts` runs. */
export function partsOf(plan: Plan): number {
  return plan.faults.length + requestsOf(plan.workload.stages).length;
}

/**
 * Leaves out each fault and each request of a failing plan, one at a time, and asks again.
 * @param stillFails whether a plan fails in the same way
 */
export async function neededParts(
  plan: Plan,
  stillFails: (plan: Plan) => Promise<boolean>,
): Promise<NeededParts> {
  const faults: NeededFault[] = [];
  for (const [position, fault] of plan.faults.entries()) {
    const without = { ...plan, faults: plan.faults.toSpliced(position, 1) };
    faults.push({ position, fault, needed: !(await stillFails(without)) });
  }
  const { workload } = plan;
  const all = requestsOf(workload.stages);
  const requests: NeededRequest[] = [];
  for (const [position, request] of all.entries()) {
    const stages = withRequests(workload.stages, all.toSpliced(position, 1));
    const without = { ...plan, workload: { ...workload, stages } };
    requests.push({ ...request, needed: !(await stillFails(without)) });
  }
  return { faults, requests, runs: faults.length + requests.length };
}
