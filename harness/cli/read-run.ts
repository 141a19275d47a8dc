import type { History } from '../history.ts';
import type { Plan } from '../plan.ts';
import type { Result } from '../result.ts';
import { readHistory, readResult } from '../store.ts';
import { judgeLate } from './judge-late.ts';

/** All that is known of a run, and the folder that it was read from. */
export interface RecordedRun {
  readonly name: string;
  readonly plan: Plan;
  readonly history: History;
  readonly result: Result;
}

/** @throws OperatingError naming what is missing or damaged in the folder */
export async function readRun(folder: string): Promise<RecordedRun> {
  const { readPlan } = await import('./read-plan.ts');
  const plan = await readPlan(folder);
  const history = readHistory(folder);
  const result = readResult(folder) ?? (await judgeLate(folder, history));
  return { name: folder, plan, history, result };
}
