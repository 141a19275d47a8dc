import type { ExitCode } from '../../result.ts';
import { exitOfSwarm, mergeSwarms, type SwarmResult } from '../../swarm/swarm-result.ts';
import { type Command, coverageOption, jsonOption } from '../command.ts';
import { coverageMatrix } from '../coverage-screen.ts';
import { Output } from '../output.ts';
import { readTextFile } from '../read-file.ts';
import { swarmScreen } from '../swarm-screen.ts';
import { flagOption, type Given, usageError } from '../usage.ts';

export const mergeCommand: Command = {
  usage: 'merge <file..>',
  about: 'Join what the shards of a swarm came to.',
  positionals: { file: 'What "vivarium swarm --out" wrote' },
  options: { coverage: coverageOption, json: jsonOption },
  examples: [['merge one.json two.json three.json four.json', 'the four quarters of a swarm']],
  run,
};

async function run(given: Given): Promise<ExitCode> {
  const output = new Output({ json: flagOption(given, 'json') });
  const files = [given['file']].flat().map(String);
  const [first, ...others] = files.map((file) => readSwarm(file));
  if (first === undefined) throw usageError('Name the files of the shards.');
  const merged = mergeSwarms([first, ...others]);
  output.say(swarmScreen(merged));
  if (flagOption(given, 'coverage')) output.say(coverageMatrix(merged.coverage).join('\n'));
  if (flagOption(given, 'json')) output.data(JSON.stringify(merged, null, 2));
  return exitOfSwarm(merged);
}

function readSwarm(file: string): SwarmResult {
  const text = readTextFile(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw usageError(`${file} is not JSON: name what "vivarium swarm --out" wrote.`);
  }
  const { vivarium, version } = Object(value) as { vivarium?: unknown; version?: unknown };
  if (vivarium === 'swarm' && version === 2) return value as SwarmResult;
  throw usageError(`${file} is not the result of a swarm: name what "vivarium swarm --out" wrote.`);
}
