import type { History } from '../history.ts';
import type { Plan } from '../plan.ts';
import type { Result } from '../result.ts';
import { runFiles, writeRunFile } from '../store.ts';
import { replayCommandOf } from './reproduction.ts';

/** Judges a run that was broken off before it was judged, and keeps the result in its folder. */
export async function judgeLate(folder: string, plan: Plan, history: History): Promise<Result> {
  const [{ checkers }, { assess }, { openWorkload }] = await Promise.all([
    import('../checkers/catalogue.ts'),
    import('./assess.ts'),
    import('./workloads.ts'),
  ]);
  const result = assess({
    evidence: { plan, history, workload: openWorkload(plan) },
    checkers,
    reproduce: replayCommandOf(folder),
    seconds: 0,
  });
  writeRunFile(folder, runFiles.result, `${JSON.stringify(result, null, 2)}\n`);
  return result;
}
