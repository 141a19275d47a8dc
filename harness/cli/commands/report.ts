import type { Cause } from '../../../reports/cause.ts';
import type { History } from '../../history.ts';
import { OperatingError } from '../../operating-error.ts';
import { type ExitCode, exitCodes, type Result } from '../../result.ts';
import { readTrace } from '../../store.ts';
import { type Command, valueOption } from '../command.ts';
import { Output } from '../output.ts';
import { readRun } from '../read-run.ts';
import { writeReports } from '../report-files.ts';
import { findRun } from '../run-folder.ts';
import { storyOf } from '../story-of.ts';
import { type Given, positional, textOption, usageError } from '../usage.ts';
import { comparisonFile, writeComparison } from '../write-comparison.ts';

export const reportCommand: Command = {
  usage: 'report [run] [other]',
  about:
    'Render report.html, summary.md and junit.xml anew from what a run recorded; ' +
    'or two runs side by side.',
  positionals: {
    run: 'The folder of a run (default: the latest below runs/)',
    other: 'The folder of a run to set beside it',
  },
  options: {
    out: valueOption(`With two runs: the file to write (default: ${comparisonFile})`),
  },
  examples: [
    ['report', 'the latest run'],
    ['report runs/2026-07-30T14-25-01Z-mixed-k3v9', 'this run'],
    ['report runs/before runs/after', `two runs side by side, in ${comparisonFile}`],
  ],
  run,
};

/** Passes where the reports are written, whatever the run came to: that is for `verify` to say. */
async function run(given: Given): Promise<ExitCode> {
  const output = new Output({ json: false });
  const out = textOption(given, 'out');
  const folder = findRun(positional(given, 'run'));
  const other = positional(given, 'other');
  if (other !== undefined) {
    const runs = [await readRun(folder), await readRun(findRun(other))] as const;
    const file = await writeComparison(...runs, out ?? comparisonFile);
    output.say(`comparison  ${file}`);
    return exitCodes.pass;
  }
  if (out !== undefined) {
    throw usageError('--out is for two runs: the report of one goes into its own folder.');
  }
  const { plan, history, result } = await readRun(folder);
  const cause = await causeOf(folder, history, result, output);
  const { screen, report } = await writeReports(folder, plan, history, result, output, cause);
  output.say(screen);
  output.say(`report  ${report}`);
  return exitCodes.pass;
}

/** Of a run that failed: its story, which takes the workload, and the trace that lies beside it. */
async function causeOf(
  folder: string,
  history: History,
  result: Result,
  output: Output,
): Promise<Cause | null> {
  if (result.verdict !== 'fail') return null;
  const { readPlanAndWorkload } = await import('../read-plan.ts');
  try {
    const { plan, chosen } = await readPlanAndWorkload(folder);
    const story = await storyOf({ plan, history, workload: chosen.open(plan) }, result, output);
    return story && { story, trace: readTrace(folder) };
  } catch (error) {
    // A workload of one's own may be gone: all but the story can be told without it.
    if (!(error instanceof OperatingError)) throw error;
    output.say(error.message);
    return null;
  }
}
