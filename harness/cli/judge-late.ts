import type { History } from '../history.ts';
import type { Result } from '../result.ts';
import { runFiles, writeRunFile } from '../store.ts';
import { replayCommandOf } from './reproduction.ts';

/** Judges a run that was broken off before it was judged, and keeps the result in its folder. */
export async function judgeLate(folder: string, history: History): Promise<Result> {
  const [{ assess }, { readPlanAndWorkload }] = await Promise.all([
    import('./assess.ts'),
    import('./read-plan.ts'),
  ]);
  const { plan, chosen } = await readPlanAndWorkload(folder);
  const result = assess({
    evidence: { plan, history, workload: chosen.open(plan) },
    chosen,
    reproduce: replayCommandOf(folder),
    seconds: 0,
  });
  writeRunFile(folder, runFiles.result, `${JSON.stringify(result, null, 2)}\n`);
  return result;
}
