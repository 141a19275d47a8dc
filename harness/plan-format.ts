import type { Plan } from './plan.ts';

/** As it stands in `plan.json`; `parsePlan` reads back the same. */
export function formatPlan(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}
