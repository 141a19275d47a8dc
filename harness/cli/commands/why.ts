import { checkers } from '../../checkers/catalogue.ts';
import { type ExitCode, exitCodes } from '../../result.ts';
import { millisecond, minute, type Nanoseconds } from '../../time.ts';
import { type Command, jsonOption, quietOption, valueOption } from '../command.ts';
import { Interrupts } from '../interrupts.ts';
import { Output } from '../output.ts';
import { ProgressLine } from '../progress-line.ts';
import { readPlanAndWorkload } from '../read-plan.ts';
import { findRun } from '../run-folder.ts';
import {
  durationOption,
  flagOption,
  type Given,
  positional,
  textOption,
  usageError,
} from '../usage.ts';
import { whyData } from '../why-data.ts';
import { type Causes, explainFailure } from '../why-run.ts';
import { whyScreen } from '../why-screen.ts';

const withinDefault = 2 * minute;
const withinMax = 24 * 60 * minute;

export const whyCommand: Command = {
  usage: 'why [run]',
  about:
    'Say why a run fails: which faults and requests it needs (by leaving out each of them), from ' +
    'which moment on it was inevitable (by healing all faults earlier and earlier), what happened ' +
    'in numbered sentences, and where a missing unit went. A large plan is made small first.',
  positionals: { run: 'The folder of a run, a plan or a capsule (default: the latest run)' },
  values: { by: async () => [...checkers.map(({ name }) => name), 'panic'] },
  options: {
    within: valueOption('How long making it small may take on this machine (default: 2m)'),
    by: valueOption('Of several failures this one: the name of a checker (default: the first)'),
    json: jsonOption,
    quiet: quietOption,
  },
  examples: [
    ['why', 'the latest run'],
    ['why runs/…/capsule.json', 'what shrink left'],
  ],
  run,
};

/** Passes where the failure was explained: what the run came to is for `replay` to say. */
async function run(given: Given): Promise<ExitCode> {
  const json = flagOption(given, 'json');
  const output = new Output({ json });
  const within = durationOption(given, 'within', 1_000 * millisecond, withinMax, '1s to 1440m');
  const path = findRun(positional(given, 'run'));
  const by = textOption(given, 'by');
  const quiet = flagOption(given, 'quiet');
  const causes = await explained(path, { by, quiet, within: within ?? withinDefault });
  if (causes === null) {
    const how = by === undefined ? 'does not fail here' : `does not fail by ${by} here`;
    throw usageError(`${path} ${how}: there is nothing to explain.`);
  }
  output.say(whyScreen(causes, output.columns));
  if (json) output.data(JSON.stringify(whyData(causes), null, 2));
  return exitCodes.pass;
}

interface Setting {
  readonly by: string | undefined;
  readonly quiet: boolean;
  readonly within: Nanoseconds;
}

async function explained(path: string, setting: Setting): Promise<Causes | null> {
  const { by, quiet, within } = setting;
  const { plan, chosen } = await readPlanAndWorkload(path);
  const line = quiet ? null : new ProgressLine();
  const interrupts = new Interrupts(() => line?.clear());
  try {
    return await explainFailure({
      plan,
      chosen,
      by,
      signal: interrupts.signal,
      within: within / millisecond,
      onProgress: (text) => line?.tell(text),
    });
  } finally {
    line?.clear();
    interrupts.close();
  }
}
