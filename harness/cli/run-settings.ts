import { randomBytes } from 'node:crypto';
import type { Options } from 'yargs';
import { expectationOf, faultNames } from '../../fault-injector/presets.ts';
import { catalogue } from '../../workloads/catalogue.ts';
import { type Expectation, expectations, type Plan } from '../plan.ts';
import { second } from '../time.ts';
import { type ChosenWorkload, chooseWorkload } from './chosen-workload.ts';
import { valueOption } from './command.ts';
import { type FaultSource, faultSource, faultsFor, presetDefault } from './faults.ts';
import {
  makePlan,
  overMax,
  overMin,
  type RunSettings,
  requestInterval,
  requestsMax,
} from './make-plan.ts';
import { runCommandOf } from './reproduction.ts';
import { isPrintable } from './shell-words.ts';
import {
  durationOption,
  type Given,
  positional,
  textOption,
  unknownName,
  wholeOption,
} from './usage.ts';
import { givenParameters } from './workload-parameters.ts';

export const settingDefaults = {
  workload: 'mixed',
  replicas: 3,
  clients: 4,
  requests: 2_000,
} as const;

/** A checkpoint must be durable everywhere before the next one begins. */
const slotsMin = 48;
const slotsMax = 65_536;

/** What decides a run, on the command line. */
export const settingOptions: Readonly<Record<string, Options>> = {
  seed: valueOption('Any text; the same seed does the same again (default: drawn at random)'),
  replicas: valueOption(`How many replicas, 1 to 6 (default: ${settingDefaults.replicas})`),
  standbys: valueOption('How many standbys, 0 to 6: they replicate and have no vote (default: 0)'),
  clients: valueOption(`How many clients, 1 to 64 (default: ${settingDefaults.clients})`),
  slots: valueOption(
    `How many ops the journal holds, ${slotsMin} to ${slotsMax}: the fewer, the more checkpoints (default: 16 a replica and 16, 48 at least)`,
  ),
  requests: valueOption(
    `How many requests of load, one every 32 ms of virtual time (default: ${settingDefaults.requests})`,
  ),
  duration: valueOption(
    'How long the load lasts, in virtual time; alone it says how many requests, too',
  ),
  set: {
    type: 'array',
    string: true,
    requiresArg: true,
    describe: 'A parameter of the workload, as accounts=1000; "vivarium list" shows them',
  },
  faults: valueOption(
    'A preset or scenario ("vivarium list" shows them), several with commas between them, or a ' +
      `file with a list of faults (default: ${presetDefault})`,
  ),
  expect: valueOption(
    'recover, or do-not-lie where more is broken than a cluster has to survive (default: recover, ' +
      'and do-not-lie for the faults beyond-budget)',
  ),
};

/** For completion. */
export const settingValues = {
  workload: async () => catalogue.map(({ name }) => name),
  faults: async () => faultNames,
  expect: async () => expectations,
};

export interface PlanAndLine {
  readonly plan: Plan;
  readonly chosen: ChosenWorkload;
  /** The command line that makes the same plan; null where only the plan itself does. */
  readonly reproduce: string | null;
}

/**
 * The plan of the settings that were given.
 * @param drawn is told the seed before anything is made of it
 */
export async function planOf(given: Given, drawn: (seed: string) => void): Promise<PlanAndLine> {
  const word = positional(given, 'workload') ?? settingDefaults.workload;
  const chosen = await chooseWorkload(word);
  const { settings, source } = settingsFrom(given, chosen);
  const { seed } = settings;
  drawn(seed);
  const plan = makePlan(settings, await faultsFor(source, settings));
  const repeatable = source.file === null && isPrintable(seed) && isPrintable(word);
  return { plan, chosen, reproduce: repeatable ? runCommandOf(seed, word, given) : null };
}

function settingsFrom(
  given: Given,
  { kind: workload, module }: ChosenWorkload,
): { settings: RunSettings; source: FaultSource } {
  const replicas = wholeOption(given, 'replicas', 1, 6) ?? settingDefaults.replicas;
  const standbys = wholeOption(given, 'standbys', 0, 6) ?? 0;
  const slots = wholeOption(given, 'slots', slotsMin, slotsMax);
  const clients = wholeOption(given, 'clients', 1, 64) ?? settingDefaults.clients;
  const source = faultSource(textOption(given, 'faults') ?? presetDefault);
  const expect = expectFrom(given) ?? expectationOf(source.preset ?? '');
  const load = loadFrom(given);
  const seed = textOption(given, 'seed') ?? randomSeed();
  const parameters = givenParameters(given, workload, seed);
  const size = { replicas, standbys, clients, slots, ...load };
  return { settings: { seed, workload, module, parameters, expect, ...size }, source };
}

function expectFrom(given: Given): Expectation | undefined {
  const text = textOption(given, 'expect');
  const found = expectations.find((each) => each === text);
  if (text !== undefined && found === undefined) {
    throw unknownName('--expect knows nothing called', text, expectations);
  }
  return found;
}

function loadFrom(given: Given): Pick<RunSettings, 'requests' | 'over'> {
  const requests = wholeOption(given, 'requests', 1, requestsMax);
  const range = `${overMin / second}s to ${overMax / second}s`;
  const over = durationOption(given, 'duration', overMin, overMax, range);
  if (over !== undefined) return { requests: requests ?? Math.floor(over / requestInterval), over };
  const count = requests ?? settingDefaults.requests;
  return { requests: count, over: Math.max(count * requestInterval, overMin) };
}

/** Twelve letters and digits, none of which is easily taken for another. */
function randomSeed(): string {
  const letters = '23456789abcdefghijkmnpqrstuvwxyz';
  return Array.from(randomBytes(12), (byte) => letters[byte % letters.length]).join('');
}
