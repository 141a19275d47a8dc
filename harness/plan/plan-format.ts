import type { Fault } from '../fault.ts';
import type { Plan } from '../plan.ts';

/** As it stands in `plan.json`; `parsePlan` reads back the same, and that is written the same. */
export function formatPlan(plan: Plan): string {
  const ordered = { ...plan, faults: plan.faults.map((fault) => inOrder(fault)) };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

/** What a fault is and when it strikes first, then its other fields by name. */
function inOrder({ kind, from, until, ...rest }: Fault): object {
  const others = Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { kind, from, until, ...Object.fromEntries(others) };
}
