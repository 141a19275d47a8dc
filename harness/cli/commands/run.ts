import { randomBytes } from 'node:crypto';
import { countOf } from '../../../reports/wording/quantities.ts';
import { formatDuration } from '../../duration-text.ts';
import { type Plan, requestCount } from '../../plan.ts';
import type { ExitCode } from '../../result.ts';
import { second } from '../../time.ts';
import { type Command, jsonOption, outOption, quietOption, valueOption } from '../command.ts';
import { type FaultSource, faultSource, faultsFor, presetDefault } from '../faults.ts';
import { makePlan, overMin, type RunSettings, requestInterval } from '../make-plan.ts';
import { Output } from '../output.ts';
import { replayCommandOf, runCommandOf } from '../reproduction.ts';
import { claimRunFolder } from '../run-folder.ts';
import { isPrintable } from '../shell-words.ts';
import {
  durationOption,
  flagOption,
  type Given,
  positional,
  textOption,
  usageError,
  wholeOption,
} from '../usage.ts';
import { workloadKind } from '../workloads.ts';

const requestsMax = 100_000;
const overMax = requestsMax * requestInterval;
const defaults = { workload: 'mixed', replicas: 3, clients: 4, requests: 2_000 } as const;

/** What a plan file holds already. */
const settled = ['workload', 'seed', 'replicas', 'clients', 'requests', 'duration', 'faults'];

export const runCommand: Command = {
  usage: 'run [workload]',
  about: 'Run a workload on a simulated cluster under faults, prove the ledger right, and report.',
  positionals: { workload: `What is asked of the cluster (default: ${defaults.workload})` },
  options: {
    seed: valueOption('Any text; the same seed does the same again (default: drawn at random)'),
    replicas: valueOption(`How many replicas, 1 to 6 (default: ${defaults.replicas})`),
    clients: valueOption(`How many clients, 1 to 64 (default: ${defaults.clients})`),
    requests: valueOption(
      `How many requests of load, one every 32 ms of virtual time (default: ${defaults.requests})`,
    ),
    duration: valueOption('Instead of --requests: how long the load lasts, in virtual time'),
    faults: valueOption(
      `A preset (none or default) or a file with a list of faults (default: ${presetDefault})`,
    ),
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
  const { plan, reproduce } = await planFrom(given, output);
  const folder = claimRunFolder(out, plan);
  output.say(describe(plan));
  const { perform } = await import('../perform.ts');
  const result = await perform({
    plan,
    folder,
    reproduce: reproduce ?? replayCommandOf(folder),
    output,
    quiet,
  });
  if (flagOption(given, 'json')) output.data(JSON.stringify(result, null, 2));
  return result.exit;
}

interface PlanAndLine {
  readonly plan: Plan;
  /** The command line that makes the same plan; null where only the plan itself does. */
  readonly reproduce: string | null;
}

async function planFrom(given: Given, output: Output): Promise<PlanAndLine> {
  const file = textOption(given, 'plan');
  if (file !== undefined) {
    const plan = await planFromFile(file, given);
    saySeed(output, plan.seed);
    return { plan, reproduce: null };
  }
  const { settings, source } = settingsFrom(given);
  saySeed(output, settings.seed);
  const plan = makePlan(settings, await faultsFor(source, settings));
  if (source.file !== null || !isPrintable(settings.seed)) return { plan, reproduce: null };
  return { plan, reproduce: runCommandOf(settings.seed, settings.workload.name, given) };
}

async function planFromFile(file: string, given: Given): Promise<Plan> {
  const extra = settled.find((name) => given[name] !== undefined);
  if (extra !== undefined) {
    const shown = extra === 'workload' ? 'the workload' : `--${extra}`;
    throw usageError(`The plan ${file} settles that already: leave out ${shown}, or --plan.`);
  }
  const { readPlan } = await import('../read-plan.ts');
  return readPlan(file);
}

function settingsFrom(given: Given): { settings: RunSettings; source: FaultSource } {
  const workload = workloadKind(positional(given, 'workload') ?? defaults.workload);
  const replicas = wholeOption(given, 'replicas', 1, 6) ?? defaults.replicas;
  const clients = wholeOption(given, 'clients', 1, 64) ?? defaults.clients;
  const source = faultSource(textOption(given, 'faults') ?? presetDefault);
  const load = loadFrom(given);
  const seed = textOption(given, 'seed') ?? randomSeed();
  return { settings: { seed, workload, replicas, clients, ...load }, source };
}

function loadFrom(given: Given): Pick<RunSettings, 'requests' | 'over'> {
  const requests = wholeOption(given, 'requests', 1, requestsMax);
  const range = `${overMin / second}s to ${overMax / second}s`;
  const over = durationOption(given, 'duration', overMin, overMax, range);
  if (requests !== undefined && over !== undefined) {
    throw usageError('--requests and --duration say the same in two ways: leave one of them out.');
  }
  if (over !== undefined) return { requests: Math.floor(over / requestInterval), over };
  const count = requests ?? defaults.requests;
  return { requests: count, over: Math.max(count * requestInterval, overMin) };
}

/** Twelve letters and digits, none of which is easily taken for another. */
function randomSeed(): string {
  const letters = '23456789abcdefghijkmnpqrstuvwxyz';
  return Array.from(randomBytes(12), (byte) => letters[byte % letters.length]).join('');
}

function saySeed(output: Output, seed: string): void {
  output.say(`seed ${isPrintable(seed) ? seed : JSON.stringify(seed)}`);
}

function describe(plan: Plan): string {
  const last = Math.max(0, ...plan.workload.stages.map((stage) => stage.over));
  const requests = countOf(requestCount(plan.workload.stages), 'request');
  return [
    plan.workload.name,
    countOf(plan.cluster.replicas, 'replica'),
    countOf(plan.workload.clients, 'client'),
    `${requests} over ${formatDuration(last)} of virtual time`,
    countOf(plan.faults.length, 'fault'),
  ].join(' · ');
}
