import { join } from 'node:path';
import { checkPlan } from '../plan/plan-check.ts';
import type { Plan } from '../plan.ts';
import { readPlanText, runFiles } from '../store.ts';
import { type ChosenWorkload, workloadOf } from './chosen-workload.ts';
import { planKnowledge } from './plan-knowledge.ts';
import { readTextFile } from './read-file.ts';
import { isFolder } from './run-folder.ts';

export interface PlanAndWorkload {
  readonly plan: Plan;
  readonly chosen: ChosenWorkload;
}

/**
 * The plan in a file, or in the folder of a run. Where a user wrote its workload that is not looked
 * for, so that a report can be made without it.
 * @throws OperatingError naming file, line and column of what is wrong
 */
export async function readPlan(path: string): Promise<Plan> {
  return parse(path, (plan) => (isOwn(plan) ? null : planKnowledge));
}

/**
 * The plan, and the workload that it was made with.
 * @throws OperatingError where one of them is wrong, gone or changed
 */
export async function readPlanAndWorkload(path: string): Promise<PlanAndWorkload> {
  const plan = await readPlan(path);
  const chosen = await workloadOf(plan, fileOf(path));
  // Only now is known what the plan of a user's workload has to fit.
  const knowledge = { ...planKnowledge, workloads: [chosen.kind] };
  if (isOwn(plan)) await parse(path, () => knowledge);
  return { plan, chosen };
}

type Knowledge = typeof planKnowledge;

async function parse(path: string, knowing: (plan: Plan) => Knowledge | null): Promise<Plan> {
  const text = isFolder(path) ? readPlanText(path) : readTextFile(path);
  // What parses plans takes as long to load as all the rest: only who reads one pays for it.
  const { parsePlan } = await import('../plan/plan-file.ts');
  return parsePlan(text, fileOf(path), (plan) => {
    const knowledge = knowing(plan);
    return knowledge === null ? [] : checkPlan(plan, knowledge);
  });
}

function fileOf(path: string): string {
  return isFolder(path) ? join(path, runFiles.plan) : path;
}

function isOwn({ workload }: Plan): boolean {
  return workload.module !== undefined;
}
