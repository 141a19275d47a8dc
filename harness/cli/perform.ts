import { join } from 'node:path';
import type { Cause } from '../../reports/cause.ts';
import type { Evidence } from '../checkers/checker.ts';
import { HistoryRecorder } from '../history/recorder.ts';
import type { History } from '../history.ts';
import { OperatingError } from '../operating-error.ts';
import { formatPlan } from '../plan/plan-format.ts';
import type { Plan } from '../plan.ts';
import type { Result } from '../result.ts';
import { runPlan } from '../run.ts';
import { runFiles, writeHistory, writeRunFile } from '../store.ts';
import type { Tracer } from '../tracer.ts';
import type { Workload } from '../workload.ts';
import { assess } from './assess.ts';
import type { ChosenWorkload } from './chosen-workload.ts';
import { openCluster } from './clusters.ts';
import { BrokenRun, detailsOf } from './explain-error.ts';
import { Interrupts } from './interrupts.ts';
import type { Output } from './output.ts';
import { ProgressLine } from './progress-line.ts';
import { writeReports } from './report-files.ts';
import { onRescue } from './rescue.ts';
import { storyOf } from './story-of.ts';
import { secondsMax, traceFailure } from './trace/trace-failure.ts';

export interface Performance {
  readonly plan: Plan;
  readonly chosen: ChosenWorkload;
  /** Made already, and empty. */
  readonly folder: string;
  /** The command that does the same again. */
  readonly reproduce: string;
  readonly output: Output;
  readonly quiet: boolean;
  readonly tracer?: Tracer | undefined;
  /** What the command has to add to the result. */
  readonly amend?: (result: Result, history: History) => Result;
}

/** What a run shows and hears while it lasts. */
interface Attendance {
  readonly progressLine: ProgressLine | null;
  readonly interrupts: Interrupts;
}

/**
 * Runs a plan, and keeps in the folder all that is known at every moment: the plan before it
 * begins, the history however it ends, then the result, then the reports.
 * @throws BrokenRun where it does not come to its end
 */
export async function perform(performed: Performance): Promise<Result> {
  const { plan, folder, reproduce } = performed;
  const progressLine = performed.quiet ? null : new ProgressLine();
  const interrupts = new Interrupts(() => progressLine?.clear());
  try {
    writeRunFile(folder, runFiles.plan, formatPlan(plan));
    return await runAndReport(performed, { progressLine, interrupts });
  } catch (error) {
    const details = error instanceof OperatingError ? null : keepDetails(folder, error);
    throw new BrokenRun(error, details, reproduce);
  } finally {
    progressLine?.clear();
    interrupts.close();
  }
}

async function runAndReport(performed: Performance, attendance: Attendance): Promise<Result> {
  const { plan, chosen, folder, output, reproduce, amend } = performed;
  const { progressLine } = attendance;
  const workload = chosen.open(plan);
  const { history, seconds } = await record(performed, workload, attendance);
  await doing('checking what was recorded', progressLine);
  const judged = assess({ evidence: { plan, history, workload }, chosen, reproduce, seconds });
  const result = amend === undefined ? judged : amend(judged, history);
  writeRunFile(folder, runFiles.result, `${JSON.stringify(result, null, 2)}\n`);
  const cause = await findCause(performed, { plan, history, workload }, result, attendance);
  await doing('writing the report', progressLine);
  const { screen, report } = await writeReports(folder, plan, history, result, output, cause);
  progressLine?.clear();
  output.say(screen);
  output.say(`report  ${report}\nTo do the same again:\n${reproduce}`);
  return result;
}

/** Of a run that failed: the story, and the messages of a second run, kept beside the history. */
async function findCause(
  { folder, output }: Performance,
  evidence: Evidence,
  result: Result,
  { progressLine, interrupts }: Attendance,
): Promise<Cause | null> {
  const story = await storyOf(evidence, result, output);
  if (story === null || result.wall.run > secondsMax) return story && { story, trace: null };
  await doing('running it once more, to see what led to the failure', progressLine);
  const trace = await traceFailure(evidence, story, interrupts.signal);
  if (trace !== null) writeRunFile(folder, runFiles.trace, `${JSON.stringify(trace)}\n`);
  return { story, trace };
}

/** Whatever ends the run, its history is on disk when this returns or throws. */
async function record(
  { plan, folder, tracer }: Performance,
  workload: Workload,
  { progressLine, interrupts }: Attendance,
): Promise<{ history: History; seconds: number }> {
  const recorder = new HistoryRecorder();
  const save = (): void => writeHistory(folder, recorder.history());
  const saved = onRescue(save);
  const begin = performance.now();
  try {
    await runPlan({
      plan,
      workload,
      recorder,
      open: openCluster,
      tracer,
      breathe: async (progress) => {
        progressLine?.update(progress);
        await eventLoopTurn();
      },
      signal: interrupts.signal,
    });
  } finally {
    saved();
    save();
  }
  return { history: recorder.history(), seconds: (performance.now() - begin) / 1000 };
}

async function doing(what: string, progressLine: ProgressLine | null): Promise<void> {
  progressLine?.doing(what);
  await eventLoopTurn();
}

/** In which signals are heard. */
async function eventLoopTurn(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function keepDetails(folder: string, error: unknown): string | null {
  try {
    writeRunFile(folder, runFiles.crash, detailsOf(error));
    return join(folder, runFiles.crash);
  } catch {
    return null;
  }
}
