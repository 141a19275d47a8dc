import { formatCount } from '../../count-text.ts';
import { suggestion } from '../../nearest.ts';
import { type ExitCode, exitCodes } from '../../result.ts';
import { type ListedRun, listedRuns, removeRun } from '../../store/listed-runs.ts';
import { runsFolder } from '../../store.ts';
import { millisecond } from '../../time.ts';
import { rows } from '../columns.ts';
import { type Command, jsonOption, valueOption } from '../command.ts';
import { Output } from '../output.ts';
import {
  durationOption,
  flagOption,
  type Given,
  positional,
  usageError,
  wholeOption,
} from '../usage.ts';

const actions = ['list', 'prune'] as const;
const keepMax = 1_000_000;
const ageMax = 3650 * 86_400 * 1_000 * millisecond;

export const runsCommand: Command = {
  usage: 'runs [action]',
  about: `List the runs below ${runsFolder}/, or remove old ones that passed.`,
  positionals: { action: 'list or prune (default: list)' },
  values: { action: async () => actions },
  options: {
    keep: valueOption('prune: how many of the newest runs stay'),
    'older-than': valueOption('prune: only runs that began longer ago than this, like 7d or 12h'),
    failed: { type: 'boolean', describe: 'prune: also runs that did not pass' },
    'dry-run': { type: 'boolean', describe: 'prune: only say what would be removed' },
    json: jsonOption,
  },
  examples: [
    ['runs', 'the newest first'],
    ['runs prune --keep 20', 'the newest 20 stay, and every run that did not pass'],
    ['runs prune --older-than 7d --failed --dry-run', 'what a week-old clean-up would take'],
  ],
  run,
};

async function run(given: Given): Promise<ExitCode> {
  const action = positional(given, 'action') ?? 'list';
  const output = new Output({ json: flagOption(given, 'json') });
  if (action === 'list') return list(given, output);
  if (action === 'prune') return prune(given, output);
  const guess = suggestion(action, actions) || `: there are ${actions.join(' and ')}.`;
  throw usageError(`There is no action "${action}"${guess}`);
}

function list(given: Given, output: Output): ExitCode {
  for (const name of ['keep', 'older-than', 'failed', 'dry-run']) {
    if (given[name] === undefined) continue;
    throw usageError(`--${name} belongs to "vivarium runs prune": add prune, or leave it out.`);
  }
  const runs = listedRuns().toReversed();
  if (flagOption(given, 'json')) {
    output.data(JSON.stringify({ runs: runs.map((each) => plain(each)) }, null, 2));
  } else if (runs.length === 0) {
    output.say(`There is no run below ${runsFolder}/ yet: "vivarium run" makes one.`);
  } else {
    const header = ['VERDICT', 'WORKLOAD', 'REQUESTS', 'FAULTS', 'SIZE', 'FOLDER'];
    output.say(rows([header, ...runs.map((each) => cells(each))], Number.MAX_SAFE_INTEGER));
    output.say(`\n${summaryOf(runs)} below ${runsFolder}/.`);
  }
  return exitCodes.pass;
}

function cells({ folder, size, result }: ListedRun): string[] {
  return [
    result?.verdict ?? 'none',
    result?.workload ?? '',
    result === null ? '' : formatCount(result.counts.requests),
    result === null ? '' : formatCount(result.counts.faults),
    formatSize(size),
    folder,
  ];
}

function plain({ folder, began, size, result }: ListedRun): object {
  return {
    folder,
    began: new Date(began).toISOString(),
    size,
    verdict: result?.verdict ?? null,
    exit: result?.exit ?? null,
    seed: result?.seed ?? null,
    workload: result?.workload ?? null,
    fingerprint: result?.fingerprint ?? null,
  };
}

/** Whether a run may be removed, or why it stays. */
interface Choice {
  readonly run: ListedRun;
  readonly stays: string | null;
}

function prune(given: Given, output: Output): ExitCode {
  const keep = wholeOption(given, 'keep', 0, keepMax);
  const age = durationOption(given, 'older-than', 0, ageMax, '0s to 3650d');
  if (keep === undefined && age === undefined) {
    throw usageError('"vivarium runs prune" needs --keep or --older-than: say which runs may go.');
  }
  const dry = flagOption(given, 'dry-run');
  const failed = flagOption(given, 'failed');
  const oldest = age === undefined ? Number.POSITIVE_INFINITY : Date.now() - age / millisecond;
  const runs = listedRuns().toReversed();
  const choices = runs
    .slice(keep ?? 0)
    .filter((each) => each.began < oldest)
    .map((each): Choice => ({ run: each, stays: whyItStays(each, failed) }));
  const gone = choices.filter(({ stays }) => stays === null).map((choice) => choice.run);
  for (const { run: each, stays } of choices) {
    if (stays === null && !dry) removeRun(each);
    const what = stays ?? (dry ? 'would be removed' : 'removed');
    output.say(`${each.folder}: ${what}`);
  }
  output.say(`${dry ? 'Would remove' : 'Removed'} ${summaryOf(gone)}.`);
  if (flagOption(given, 'json')) {
    output.data(JSON.stringify({ dryRun: dry, removed: gone.map((each) => plain(each)) }, null, 2));
  }
  return exitCodes.pass;
}

/** Nothing is lost that tells of a failure, or that somebody put there. */
function whyItStays({ result, strangers }: ListedRun, failed: boolean): string | null {
  const [stranger] = strangers;
  if (stranger !== undefined) return `stays: vivarium did not write its ${stranger}`;
  if (failed || result?.verdict === 'pass') return null;
  const what = result === null ? 'it has no verdict' : `its verdict is ${result.verdict}`;
  return `stays: ${what} (--failed removes it, too)`;
}

function summaryOf(runs: readonly ListedRun[]): string {
  if (runs.length === 0) return 'no run';
  const size = formatSize(runs.reduce((sum, each) => sum + each.size, 0));
  return `${runs.length === 1 ? '1 run' : `${formatCount(runs.length)} runs`} of ${size}`;
}

function formatSize(bytes: number): string {
  if (bytes < 999_500) return `${(bytes / 1e3).toFixed(0)} kB`;
  if (bytes < 999.5e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
