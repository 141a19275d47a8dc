import { withinBudget } from '../../fault-injector/budget.ts';
import { catalogue } from '../../workloads/catalogue.ts';
import type { PlanKnowledge } from '../plan/plan-check.ts';

/** What plans are checked against. */
export const planKnowledge: PlanKnowledge = { workloads: catalogue, withinBudget };
