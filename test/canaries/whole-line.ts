import type { Evidence } from '../../harness/checkers/checker.ts';
import { HistoryRecorder } from '../../harness/history/recorder.ts';
import type { Plan } from '../../harness/plan.ts';
import { type RunOptions, runPlan } from '../../harness/run.ts';
import { catalogue } from '../../workloads/catalogue.ts';
import type { Canary } from './canary.ts';
import { openPlanted } from './open-planted.ts';

/** To the end, without a pause. */
const unhurried = { breathe: async () => {}, signal: new AbortController().signal };

/** Runs a plan on the simulated cluster, with the planted bug in its place. */
export async function runLine(
  plan: Plan,
  canary: Canary | null,
  attendance: Pick<RunOptions, 'breathe' | 'signal'> = unhurried,
): Promise<Evidence> {
  const workload = catalogue
    .find(({ name }) => name === plan.workload.name)!
    .open(plan.seed, plan.workload.parameters);
  const recorder = new HistoryRecorder();
  await runPlan({ plan, workload, recorder, open: openPlanted(canary), ...attendance });
  return { plan, workload, history: recorder.history() };
}
