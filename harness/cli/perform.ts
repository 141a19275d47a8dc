import { checkers } from '../checkers/catalogue.ts';
import { HistoryRecorder } from '../history/recorder.ts';
import type { History } from '../history.ts';
import { OperatingError } from '../operating-error.ts';
import type { Plan } from '../plan.ts';
import { formatPlan } from '../plan-format.ts';
import type { Result } from '../result.ts';
import { runPlan } from '../run.ts';
import { runFiles, writeHistory, writeRunFile } from '../store.ts';
import type { Workload } from '../workload.ts';
import { assess } from './assess.ts';
import { openCluster } from './clusters.ts';
import { detailsOf, InternalError } from './explain-error.ts';
import { Interrupts } from './interrupts.ts';
import type { Output } from './output.ts';
import { ProgressLine } from './progress-line.ts';
import { writeReports } from './report-files.ts';
import { onRescue } from './rescue.ts';
import { openWorkload } from './workloads.ts';

export interface Performance {
  readonly plan: Plan;
  /** Made already, and empty. */
  readonly folder: string;
  /** The command that does the same again. */
  readonly reproduce: string;
  readonly output: Output;
  readonly quiet: boolean;
  /** What the command has to add to the result, as it sees fit. */
  readonly amend?: (result: Result, history: History) => Result;
}

/**
 * Runs a plan, and keeps in the folder all that is known at every moment: the plan before it
 * begins, the history however it ends, then the result, then the reports.
 */
export async function perform(performed: Performance): Promise<Result> {
  const { plan, folder, output, reproduce } = performed;
  try {
    writeRunFile(folder, runFiles.plan, formatPlan(plan));
    return await runAndReport(performed);
  } catch (error) {
    output.say(`To do the same again:\n${reproduce}`);
    throw error instanceof OperatingError ? error : keepDetails(folder, error);
  }
}

async function runAndReport(performed: Performance): Promise<Result> {
  const { plan, folder, output, reproduce, amend } = performed;
  const workload = openWorkload(plan);
  const { history, seconds } = await record(performed, workload);
  const judged = assess({ evidence: { plan, history, workload }, checkers, reproduce, seconds });
  const result = amend === undefined ? judged : amend(judged, history);
  writeRunFile(folder, runFiles.result, `${JSON.stringify(result, null, 2)}\n`);
  const { screen, report } = await writeReports(folder, plan, history, result, output.color);
  output.say(screen);
  output.say(`report  ${report}\nTo do the same again:\n${reproduce}`);
  return result;
}

/** Whatever ends the run, its history is on disk when this returns or throws. */
async function record(
  { plan, folder, quiet }: Performance,
  workload: Workload,
): Promise<{ history: History; seconds: number }> {
  const recorder = new HistoryRecorder();
  const progressLine = quiet ? null : new ProgressLine();
  const interrupts = new Interrupts(() => progressLine?.clear());
  const save = (): void => writeHistory(folder, recorder.history());
  const settled = onRescue(save);
  const begin = performance.now();
  try {
    await runPlan({
      plan,
      workload,
      recorder,
      open: openCluster,
      breathe: async (progress) => {
        progressLine?.update(progress);
        // A turn of the event loop, in which signals are heard.
        await new Promise((resolve) => setImmediate(resolve));
      },
      signal: interrupts.signal,
    });
  } finally {
    settled();
    progressLine?.clear();
    interrupts.close();
    save();
  }
  return { history: recorder.history(), seconds: (performance.now() - begin) / 1000 };
}

function keepDetails(folder: string, error: unknown): unknown {
  try {
    writeRunFile(folder, runFiles.crash, detailsOf(error));
    return new InternalError(`${folder}/${runFiles.crash}`, error);
  } catch {
    return error;
  }
}
