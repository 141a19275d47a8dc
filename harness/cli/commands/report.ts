import { type ExitCode, exitCodes } from '../../result.ts';
import { readHistory, readResult } from '../../store.ts';
import type { Command } from '../command.ts';
import { judgeLate } from '../judge-late.ts';
import { Output } from '../output.ts';
import { writeReports } from '../report-files.ts';
import { findRun } from '../run-folder.ts';
import { type Given, positional } from '../usage.ts';

export const reportCommand: Command = {
  usage: 'report [run]',
  about: 'Render report.html, summary.md and junit.xml anew from what a run recorded.',
  positionals: { run: 'The folder of a run (default: the latest below runs/)' },
  options: {},
  examples: [
    ['report', 'the latest run'],
    ['report runs/2026-07-30T14-25-01Z-mixed-k3v9', 'this run'],
  ],
  run,
};

/** Passes where the reports are written, whatever the run came to: that is for `verify` to say. */
async function run(given: Given): Promise<ExitCode> {
  const output = new Output({ json: false });
  const folder = findRun(positional(given, 'run'));
  const { readPlan } = await import('../read-plan.ts');
  const plan = await readPlan(folder);
  const history = readHistory(folder);
  const result = readResult(folder) ?? (await judgeLate(folder, plan, history));
  const { screen, report } = await writeReports(folder, plan, history, result, output);
  output.say(screen);
  output.say(`report  ${report}`);
  return exitCodes.pass;
}
