import { HistoryRecorder } from '../history/recorder.ts';
import type { History } from '../history.ts';
import type { Plan } from '../plan.ts';
import { type RunOptions, runPlan } from '../run.ts';
import type { Tracer } from '../tracer.ts';
import type { Workload } from '../workload.ts';
import { openCluster } from './clusters.ts';

/**
 * Runs a plan and keeps nothing on disk: for the many runs of which only the verdict counts.
 * @param open opens another cluster than the plan describes: one with a planted bug, say
 */
export async function recordInMemory(
  plan: Plan,
  workload: Workload,
  signal: AbortSignal,
  open: RunOptions['open'] = openCluster,
  tracer?: Tracer,
): Promise<History> {
  const recorder = new HistoryRecorder();
  await runPlan({
    plan,
    workload,
    recorder,
    open,
    breathe: async () => {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
    signal,
    tracer,
  });
  return recorder.history();
}
