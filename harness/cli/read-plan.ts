import { join } from 'node:path';
import { checkPlan } from '../plan/plan-check.ts';
import type { Plan } from '../plan.ts';
import { readPlanText, runFiles } from '../store.ts';
import { planKnowledge } from './plan-knowledge.ts';
import { readTextFile } from './read-file.ts';
import { isFolder } from './run-folder.ts';

/**
 * The plan in a file, or in the folder of a run.
 * @throws OperatingError naming file, line and column of what is wrong
 */
export async function readPlan(path: string): Promise<Plan> {
  const folder = isFolder(path);
  const text = folder ? readPlanText(path) : readTextFile(path);
  // What parses plans takes as long to load as all the rest: only who reads one pays for it.
  const { parsePlan } = await import('../plan/plan-file.ts');
  const file = folder ? join(path, runFiles.plan) : path;
  return parsePlan(text, file, (plan) => checkPlan(plan, planKnowledge));
}
