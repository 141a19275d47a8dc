import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type ExitCode, exitCodes } from '../../result.ts';
import { writeWhole } from '../../store/write-whole.ts';
import { canaryMarkdown, canaryScreen } from '../canary-table.ts';
import { type Command, jsonOption, quietOption, valueOption } from '../command.ts';
import { Interrupts } from '../interrupts.ts';
import { Output } from '../output.ts';
import { ProgressLine } from '../progress-line.ts';
import { type CanaryFinding, type CanaryPlan, runCanaries, seriesCount } from '../run-canaries.ts';
import { flagOption, type Given, textOption, unknownName, wholeOption } from '../usage.ts';

const seedsDefault = 300;
const seedsMax = 100_000;

export const canariesCommand: Command = {
  usage: 'canaries [name..]',
  about:
    'Plant bugs in the cluster, and see how many seeds of a swarm it takes to catch each one.\n' +
    `Exit code ${exitCodes.unknown} where one is not caught: who misses it could not tell.`,
  positionals: { name: 'Which of the planted bugs (default: all of them)' },
  values: { name: async () => (await planted()).map(({ name }) => name) },
  options: {
    seeds: valueOption(
      `After how many seeds to give up, in each of ${seriesCount} series (default: ${seedsDefault})`,
    ),
    jobs: valueOption('How many at a time (default: one for each core)'),
    out: valueOption('File for the table as Markdown'),
    json: jsonOption,
    quiet: quietOption,
  },
  examples: [
    ['canaries', 'every planted bug: who catches it, after how many seeds, how small it becomes'],
    ['canaries one-ack-fewer --seeds 50', 'one of them'],
  ],
  run,
};

/** Loaded by this command alone: nothing else knows of planted bugs. */
async function planted(): Promise<readonly CanaryPlan[]> {
  return (await import('../../../test/canaries/catalogue.ts')).canaries;
}

async function run(given: Given): Promise<ExitCode> {
  const json = flagOption(given, 'json');
  const output = new Output({ json });
  const line = flagOption(given, 'quiet') ? null : new ProgressLine();
  const asked = await askedFor(given);
  const interrupts = new Interrupts(() => line?.clear());
  const { signal } = interrupts;
  let findings: CanaryFinding[];
  try {
    findings = await runCanaries({
      canaries: asked,
      worker: fileURLToPath(new URL('../../../test/canaries/canary-worker.js', import.meta.url)),
      seedsMax: wholeOption(given, 'seeds', 1, seedsMax) ?? seedsDefault,
      jobs: wholeOption(given, 'jobs', 1, 256) ?? availableParallelism(),
      signal,
      onProgress: (text) => line?.tell(text),
    });
  } finally {
    line?.clear();
    interrupts.close();
  }
  output.say(canaryScreen(findings, output.columns));
  const out = textOption(given, 'out');
  if (out !== undefined) writeWhole(out, canaryMarkdown(findings));
  if (json) output.data(JSON.stringify(dataOf(findings), null, 2));
  return exitOf(findings, signal.aborted);
}

async function askedFor(given: Given): Promise<readonly CanaryPlan[]> {
  const all = await planted();
  const names = (given['name'] ?? []) as readonly string[];
  if (names.length === 0) return all;
  return names.map((name) => {
    const canary = all.find((each) => each.name === name);
    if (canary !== undefined) return canary;
    throw unknownName(
      'There is no canary',
      name,
      all.map((each) => each.name),
    );
  });
}

function dataOf(findings: readonly CanaryFinding[]): object {
  return {
    canaries: findings.map(({ name, caught, by, seeds, requests, faults }) => {
      return { name, caught, by, seeds, requests, faults };
    }),
  };
}

function exitOf(findings: readonly CanaryFinding[], interrupted: boolean): ExitCode {
  if (findings.some(({ caught }) => !caught)) return exitCodes.unknown;
  return interrupted ? exitCodes.interrupted : exitCodes.pass;
}
