import { shellCommand } from './shell-words.ts';
import type { Given } from './usage.ts';

/** The options that decide what a run is, besides its seed. */
const deciding = [
  'replicas',
  'standbys',
  'clients',
  'slots',
  'requests',
  'duration',
  'faults',
  'expect',
] as const;

/** The command line that makes the same plan again: what was asked for, and the seed. */
export function runCommandOf(seed: string, workload: string, given: Given): string {
  const words = ['npx', 'vivarium', 'run', workload, ...optionWords('seed', seed)];
  for (const name of deciding) {
    const value = given[name];
    if (typeof value === 'string') words.push(...optionWords(name, value));
  }
  for (const word of Array.isArray(given['set']) ? given['set'] : []) {
    words.push(...optionWords('set', String(word)));
  }
  return shellCommand(words);
}

/** The command that runs the plan of a folder, or of a file, again. */
export function replayCommandOf(path: string): string {
  return shellCommand(['npx', 'vivarium', 'replay', path.startsWith('-') ? `./${path}` : path]);
}

function optionWords(name: string, value: string): string[] {
  // What begins with a dash would be taken for another option.
  return value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value];
}
