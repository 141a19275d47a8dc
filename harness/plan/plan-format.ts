import type { Fault } from '../fault.ts';
import type { Plan } from '../plan.ts';

/** As it stands in `plan.json`; `parsePlan` reads back the same, and that is written the same. */
export function formatPlan(plan: Plan): string {
  return `${JSON.stringify(orderedPlan(plan), null, 2)}\n`;
}

/** The same plan, the fields of its faults in one order, however they were drawn or read. */
export function orderedPlan(plan: Plan): object {
  return { ...plan, faults: plan.faults.map((fault) => inOrder(fault)) };
}

/** What a fault is and when it strikes first, then its other fields by name. */
function inOrder({ kind, from, until, ...rest }: Fault): object {
  const others = Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { kind, from, until, ...Object.fromEntries(others) };
}
