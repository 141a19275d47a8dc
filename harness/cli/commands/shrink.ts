import type { ShrinkProgress } from '../../../fault-injector/shrink/shrink-plan.ts';
import { countOf } from '../../../reports/wording/quantities.ts';
import { type Capsule, formatCapsule } from '../../plan/capsule.ts';
import { type Plan, requestCount } from '../../plan.ts';
import { type ExitCode, exitCodes, type Result } from '../../result.ts';
import { readHistory, runFiles, writeRunFile } from '../../store.ts';
import { millisecond, minute } from '../../time.ts';
import type { ChosenWorkload } from '../chosen-workload.ts';
import { type Command, jsonOption, outOption, quietOption, valueOption } from '../command.ts';
import { Interrupts } from '../interrupts.ts';
import { Output } from '../output.ts';
import { perform } from '../perform.ts';
import { ProgressLine } from '../progress-line.ts';
import { readPlanAndWorkload } from '../read-plan.ts';
import { replayCommandOf } from '../reproduction.ts';
import { claimRunFolder, findRun } from '../run-folder.ts';
import { failuresOf } from '../same-failure.ts';
import { failureOf, shrinkRun } from '../shrink-run.ts';
import {
  durationOption,
  flagOption,
  type Given,
  positional,
  textOption,
  usageError,
} from '../usage.ts';

const withinDefault = 5 * minute;
const withinMax = 24 * 60 * minute;

export const shrinkCommand: Command = {
  usage: 'shrink [run]',
  about:
    'Make a failing run small: fewer requests, faults, clients and replicas, the same failure.',
  positionals: { run: 'The folder of a run, a plan or a capsule (default: the latest run)' },
  options: {
    within: valueOption('How long it may take on this machine (default: 5m)'),
    out: outOption,
    json: jsonOption,
    quiet: quietOption,
  },
  examples: [
    ['shrink', 'the latest run; leaves capsule.json beside the small run'],
    ['replay runs/…/capsule.json', 'sees the same failure again'],
  ],
  run,
};

async function run(given: Given): Promise<ExitCode> {
  const json = flagOption(given, 'json');
  const output = new Output({ json });
  const quiet = flagOption(given, 'quiet');
  const range = '1s to 1440m';
  const within = durationOption(given, 'within', 1_000 * millisecond, withinMax, range);
  const path = findRun(positional(given, 'run'));
  const { plan, chosen } = await readPlanAndWorkload(path);
  const small = await shrunk(plan, chosen, {
    path,
    quiet,
    output,
    within: within ?? withinDefault,
  });
  const folder = claimRunFolder(textOption(given, 'out'), small);
  const reproduce = replayCommandOf(`${folder}/${runFiles.capsule}`);
  const result = await perform({ plan: small, chosen, folder, reproduce, output, quiet: true });
  writeRunFile(folder, runFiles.capsule, formatCapsule(capsuleOf(small, folder, result)));
  output.say(`from     ${sizeOf(plan)}\nto       ${sizeOf(small)}`);
  output.say(`capsule  ${folder}/${runFiles.capsule}`);
  if (json) output.data(JSON.stringify(result, null, 2));
  return exitCodes.pass;
}

interface Setting {
  readonly path: string;
  readonly quiet: boolean;
  readonly output: Output;
  readonly within: number;
}

async function shrunk(plan: Plan, chosen: ChosenWorkload, setting: Setting): Promise<Plan> {
  const { path, quiet, output, within } = setting;
  const line = quiet ? null : new ProgressLine();
  const interrupts = new Interrupts(() => line?.clear());
  try {
    output.say(`Once as it is: ${sizeOf(plan)}`);
    const { signal } = interrupts;
    const failure = await failureOf(plan, chosen, signal);
    if (failure === null) {
      throw usageError(`${path} does not fail here: there is nothing to shrink.`);
    }
    output.say(`It fails by ${failure.by}: ${failure.why}`);
    return await shrinkRun({
      plan,
      chosen,
      failure,
      signal,
      within: within / millisecond,
      onProgress: (progress) => line?.tell(tellingOf(progress)),
    });
  } finally {
    line?.clear();
    interrupts.close();
  }
}

function tellingOf({ pass, attempts, plan }: ShrinkProgress): string {
  return `${countOf(attempts, 'run')} · leaving out ${pass} · ${sizeOf(plan)}`;
}

function sizeOf({ workload, faults, cluster }: Plan): string {
  return [
    countOf(requestCount(workload.stages), 'request'),
    countOf(faults.length, 'fault'),
    countOf(workload.clients, 'client'),
    countOf(cluster.replicas, 'replica'),
  ].join(', ');
}

function capsuleOf(plan: Plan, folder: string, result: Result): Capsule {
  const { exit, fingerprint, versions, checkers } = result;
  const failures = failuresOf(readHistory(folder), checkers);
  return {
    vivarium: 'capsule',
    version: 1,
    expected: { exit, failures, fingerprint },
    versions,
    plan,
  };
}
