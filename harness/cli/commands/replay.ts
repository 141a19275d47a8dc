import type { History } from '../../history.ts';
import { OperatingError } from '../../operating-error.ts';
import { type ExitCode, exitCodes, type Result } from '../../result.ts';
import { readHistory, readResult } from '../../store.ts';
import { type Command, jsonOption, outOption, quietOption, valueOption } from '../command.ts';
import { type Comparison, compareFingerprints, compareRuns } from '../compare-runs.ts';
import { Output } from '../output.ts';
import { readExpectation } from '../read-expectation.ts';
import { replayCommandOf } from '../reproduction.ts';
import { claimRunFolder, findRun, isFolder } from '../run-folder.ts';
import { seedLine } from '../shell-words.ts';
import { tracePrinter, traceUntil } from '../trace/trace-run.ts';
import {
  flagOption,
  type Given,
  positional,
  textOption,
  usageError,
  wholeOption,
} from '../usage.ts';

export const replayCommand: Command = {
  usage: 'replay [run]',
  about: 'Run the plan of a recorded run again, and say whether the same happened.',
  positionals: { run: 'The folder of a run, a plan or a capsule (default: the latest run)' },
  options: {
    trace: {
      type: 'boolean',
      describe: 'Print every message and every change of state, a line each; a legend comes first',
    },
    until: valueOption('With --trace: stop behind the first commit of this op, and judge nothing'),
    out: outOption,
    json: jsonOption,
    quiet: quietOption,
  },
  examples: [
    ['replay', 'the latest run below runs/'],
    ['replay runs/2026-07-30T14-25-01Z-mixed-k3v9', 'this run; exit 6 where it went otherwise'],
    ['replay plan.json', 'a plan from a file'],
    ['replay capsule.json --trace --until 12', 'all that happened until op 12 was committed'],
  ],
  run,
};

async function run(given: Given): Promise<ExitCode> {
  const output = new Output({ json: flagOption(given, 'json') });
  const path = findRun(positional(given, 'run'));
  const { readPlanAndWorkload } = await import('../read-plan.ts');
  const { plan, chosen } = await readPlanAndWorkload(path);
  output.say(seedLine(plan.seed));
  output.say(`Again: ${path}`);
  const until = untilFrom(given);
  if (until !== null) return traceUntil(plan, chosen, until, output);
  const compare = isFolder(path) ? comparerFor(path, output) : capsuleComparer(path);
  const trace = flagOption(given, 'trace') ? tracePrinter(plan, output) : null;
  const { perform } = await import('../perform.ts');
  const result = await perform({
    plan,
    chosen,
    folder: claimRunFolder(textOption(given, 'out'), plan),
    reproduce: replayCommandOf(path),
    output,
    quiet: flagOption(given, 'quiet') || trace !== null,
    tracer: trace ?? undefined,
    amend: (judged, history) => {
      trace?.close();
      return amended(judged, history, compare, output);
    },
  });
  if (flagOption(given, 'json')) output.data(JSON.stringify(result, null, 2));
  return result.exit;
}

/** The op behind which a trace ends; null where it goes to the end, or there is none. */
function untilFrom(given: Given): number | null {
  const until = wholeOption(given, 'until', 1, Number.MAX_SAFE_INTEGER);
  const trace = flagOption(given, 'trace');
  if (until !== undefined && !trace) {
    throw usageError('--until says where a trace ends: give --trace too.');
  }
  if (trace && flagOption(given, 'json')) {
    throw usageError('--trace and --json both want stdout: leave one of them out.');
  }
  return until ?? null;
}

type Compare = (again: History) => Comparison;

/** Reads what was recorded before anything runs; null where nothing was. */
function comparerFor(folder: string, output: Output): Compare | null {
  const fingerprint = readResult(folder)?.fingerprint;
  try {
    const recorded = readHistory(folder);
    return (again) => compareRuns(recorded, again);
  } catch (error) {
    if (!(error instanceof OperatingError)) throw error;
    output.say(error.message);
    return fingerprint === undefined ? null : (again) => compareFingerprints(fingerprint, again);
  }
}

/** A capsule says what its plan comes to; a plan alone does not. */
function capsuleComparer(file: string): Compare | null {
  const fingerprint = readExpectation(file)?.fingerprint ?? null;
  return fingerprint === null ? null : (again) => compareFingerprints(fingerprint, again);
}

/** That two runs of a plan differ weighs more than whatever one of them came to. */
function amended(
  result: Result,
  history: History,
  compare: Compare | null,
  output: Output,
): Result {
  const interrupted = history.events.some(
    (event) => event.kind === 'phase' && event.phase === 'interrupted',
  );
  if (compare === null || interrupted) {
    const why = interrupted
      ? 'This run was interrupted, and is not compared'
      : 'There is no recorded run to compare with';
    output.say(`${why}: the fingerprint is ${result.fingerprint}.`);
    return result;
  }
  const { same, sentence } = compare(history);
  output.say(sentence);
  return same ? result : { ...result, verdict: 'fail', exit: exitCodes.nondeterminism };
}
