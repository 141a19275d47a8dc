import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { ExitCode } from '../../result.ts';
import { writeWhole } from '../../store/write-whole.ts';
import { parseSeeds, parseShard, seedsOf } from '../../swarm/seed-list.ts';
import { exitOfSwarm, type SwarmResult } from '../../swarm/swarm-result.ts';
import { millisecond, minute, second } from '../../time.ts';
import { chooseWorkload } from '../chosen-workload.ts';
import { type Command, coverageOption, jsonOption, quietOption, valueOption } from '../command.ts';
import { coverageMatrix } from '../coverage-screen.ts';
import { faultSource } from '../faults.ts';
import { Interrupts } from '../interrupts.ts';
import { Output } from '../output.ts';
import { ProgressLine } from '../progress-line.ts';
import { settingDefaults, settingOptions, settingValues } from '../run-settings.ts';
import { runSwarm } from '../run-swarm.ts';
import { swarmProgress, swarmScreen } from '../swarm-screen.ts';
import {
  durationOption,
  flagOption,
  type Given,
  positional,
  textOption,
  usageError,
  wholeOption,
} from '../usage.ts';

const seedMax = 2 ** 40;
const countMax = 10_000_000;
const countDefault = 100;
const faultsDefault = 'swarm';

const { replicas, clients, requests, set, faults } = settingOptions;

export const swarmCommand: Command = {
  usage: 'swarm [workload]',
  about: 'Run many seeds in parallel, each another small cluster; group what fails.',
  positionals: { workload: `What is asked of the clusters (default: ${settingDefaults.workload})` },
  values: settingValues,
  options: {
    seeds: valueOption('Which seeds: 0..800 are 0 to 799'),
    count: valueOption(`How many seeds, from a random one on (default: ${countDefault})`),
    duration: valueOption('How long on this machine, from a random seed on, like 10m'),
    jobs: valueOption('How many at a time (default: one for each core)'),
    shard: valueOption('Only the i-th of n parts of the seeds, like 2/5'),
    'fail-fast': valueOption('Begin no more seeds after so many failures'),
    replicas: { ...replicas, describe: 'How many replicas, 1 to 6 (default: drawn by each seed)' },
    clients: { ...clients, describe: 'How many clients, 1 to 64 (default: 1 to 8, drawn)' },
    requests: { ...requests, describe: 'How many requests of load (default: 96)' },
    ...(set && { set }),
    faults: { ...faults, describe: `A preset or a file of faults (default: ${faultsDefault})` },
    coverage: coverageOption,
    out: valueOption('File for the result as JSON, which "vivarium merge" takes'),
    json: jsonOption,
    quiet: quietOption,
  },
  examples: [
    ['swarm', `${countDefault} seeds of the mixed workload`],
    ['swarm two-phase --seeds 0..10000 --fail-fast 3', 'until three have failed'],
    ['swarm --seeds 0..1000 --shard 1/4 --out one.json', 'a quarter of them, for CI'],
  ],
  run,
};

async function run(given: Given): Promise<ExitCode> {
  const json = flagOption(given, 'json');
  const output = new Output({ json });
  const workload = positional(given, 'workload') ?? settingDefaults.workload;
  // Said here what would else be said by every child.
  await chooseWorkload(workload);
  const faultsNamed = textOption(given, 'faults') ?? faultsDefault;
  faultSource(faultsNamed);
  const { seeds, within } = seedsFrom(given, output);
  const line = flagOption(given, 'quiet') ? null : new ProgressLine();
  const interrupts = new Interrupts(() => line?.clear());
  let result: SwarmResult;
  try {
    result = await runSwarm({
      workload,
      faults: faultsNamed,
      given: given['set'] === undefined ? {} : { set: given['set'] },
      shape: shapeFrom(given),
      seeds,
      jobs: wholeOption(given, 'jobs', 1, 256) ?? availableParallelism(),
      failFast: wholeOption(given, 'fail-fast', 1, countMax) ?? Number.POSITIVE_INFINITY,
      within,
      signal: interrupts.signal,
      onProgress: (far) => line?.tell(swarmProgress(far)),
    });
  } finally {
    line?.clear();
    interrupts.close();
  }
  output.say(swarmScreen(result));
  if (flagOption(given, 'coverage')) output.say(coverageMatrix(result.coverage).join('\n'));
  if (json) output.data(JSON.stringify(result, null, 2));
  const out = textOption(given, 'out');
  if (out !== undefined) writeWhole(out, `${JSON.stringify(result, null, 2)}\n`);
  return exitOfSwarm(result);
}

function shapeFrom(given: Given): Record<string, number> {
  const shape = {
    replicas: wholeOption(given, 'replicas', 1, 6),
    clients: wholeOption(given, 'clients', 1, 64),
    requests: wholeOption(given, 'requests', 1, 100_000),
  };
  const asked = Object.entries(shape).filter(
    (each): each is [string, number] => each[1] !== undefined,
  );
  return Object.fromEntries(asked);
}

function seedsFrom(given: Given, output: Output): { seeds: Iterable<string>; within: number } {
  const ways = ['seeds', 'count', 'duration'].filter((name) => given[name] !== undefined);
  const [first, other] = ways;
  if (other !== undefined) {
    throw usageError(`--${first} and --${other} both say how many seeds: leave one of them out.`);
  }
  const part = shardFrom(given);
  const text = textOption(given, 'seeds');
  if (text !== undefined) {
    const range = parseSeeds(text);
    if (range === null) throw usageError(`--seeds takes a range like 0..800, not "${text}".`);
    return { seeds: seedsOf({ ...range, ...part }), within: Number.POSITIVE_INFINITY };
  }
  const duration = durationOption(given, 'duration', second, 7 * 24 * 60 * minute, '1s to 7d');
  const count = wholeOption(given, 'count', 1, countMax) ?? countDefault;
  const from = randomInt(seedMax);
  const until = duration === undefined ? from + count : Number.MAX_SAFE_INTEGER;
  output.say(`seeds from ${from} on`);
  return {
    seeds: seedsOf({ from, until, ...part }),
    within: duration === undefined ? Number.POSITIVE_INFINITY : duration / millisecond,
  };
}

function shardFrom(given: Given): { shard: number; shards: number } {
  const text = textOption(given, 'shard');
  if (text === undefined) return { shard: 0, shards: 1 };
  const part = parseShard(text);
  if (part === null) throw usageError(`--shard takes a part like 2/5, not "${text}".`);
  if (given['seeds'] === undefined) {
    throw usageError('--shard takes a part of --seeds: say which seeds there are.');
  }
  return part;
}
