import { countOf, formatDuration } from '../../../reports/wording/quantities.ts';
import { type Plan, requestCount, spanOf } from '../../plan.ts';
import type { ExitCode } from '../../result.ts';
import { type Command, jsonOption, outOption, quietOption, valueOption } from '../command.ts';
import { Output } from '../output.ts';
import type { PlanAndWorkload } from '../read-plan.ts';
import { replayCommandOf } from '../reproduction.ts';
import { claimRunFolder } from '../run-folder.ts';
import {
  type PlanAndLine,
  planOf,
  settingDefaults,
  settingOptions,
  settingValues,
} from '../run-settings.ts';
import { seedLine } from '../shell-words.ts';
import { flagOption, type Given, textOption, usageError } from '../usage.ts';

export const runCommand: Command = {
  usage: 'run [workload]',
  about: 'Run a workload on a simulated cluster under faults, prove the ledger right, and report.',
  positionals: { workload: `What is asked of the cluster (default: ${settingDefaults.workload})` },
  values: settingValues,
  options: {
    ...settingOptions,
    plan: valueOption('Run the plan in this file instead; it holds all of the above'),
    out: outOption,
    json: jsonOption,
    quiet: quietOption,
  },
  examples: [
    ['run', 'the mixed workload, a random seed, the default faults'],
    ['run mixed --seed k3v9 --faults none', 'the same every time, in fair weather'],
    ['run --replicas 5 --duration 2m --json', 'five replicas, two virtual minutes, result as JSON'],
    ['run --plan runs/2026-07-30T14-25-01Z-mixed-k3v9/plan.json', 'a plan from a file'],
  ],
  run,
};

async function run(given: Given): Promise<ExitCode> {
  const output = new Output({ json: flagOption(given, 'json') });
  const quiet = flagOption(given, 'quiet');
  const out = textOption(given, 'out');
  const { plan, chosen, reproduce } = await planFrom(given, output);
  const folder = claimRunFolder(out, plan);
  output.say(describe(plan));
  const { perform } = await import('../perform.ts');
  const result = await perform({
    plan,
    chosen,
    folder,
    reproduce: reproduce ?? replayCommandOf(folder),
    output,
    quiet,
  });
  if (flagOption(given, 'json')) output.data(JSON.stringify(result, null, 2));
  return result.exit;
}

async function planFrom(given: Given, output: Output): Promise<PlanAndLine> {
  const file = textOption(given, 'plan');
  if (file === undefined) return planOf(given, (seed) => output.say(seedLine(seed)));
  const read = await planFromFile(file, given);
  output.say(seedLine(read.plan.seed));
  return { ...read, reproduce: null };
}

async function planFromFile(file: string, given: Given): Promise<PlanAndWorkload> {
  const extra = ['workload', ...Object.keys(settingOptions)].find(
    (name) => given[name] !== undefined,
  );
  if (extra !== undefined) {
    const shown = extra === 'workload' ? 'the workload' : `--${extra}`;
    throw usageError(`The plan ${file} settles that already: leave out ${shown}, or --plan.`);
  }
  const { readPlanAndWorkload } = await import('../read-plan.ts');
  return readPlanAndWorkload(file);
}

function describe(plan: Plan): string {
  const last = Math.max(0, ...plan.workload.stages.map((stage) => spanOf(stage)));
  const requests = countOf(requestCount(plan.workload.stages), 'request');
  return [
    plan.workload.name,
    countOf(plan.cluster.replicas, 'replica'),
    countOf(plan.workload.clients, 'client'),
    `${requests} over ${formatDuration(last)} of virtual time`,
    `${countOf(plan.faults.length, 'fault')} planned`,
  ].join(' · ');
}
