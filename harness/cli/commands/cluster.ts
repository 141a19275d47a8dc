import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatingError } from '../../operating-error.ts';
import { type ExitCode, exitCodes } from '../../result.ts';
import { clusterFolderDefault } from '../cluster/cluster-folder.ts';
import { askCluster } from '../cluster/control.ts';
import { statusTable } from '../cluster/status-table.ts';
import { clusterUp } from '../cluster/up.ts';
import { type ClusterStatus, verbNames } from '../cluster/verbs.ts';
import { type Command, jsonOption, valueOption } from '../command.ts';
import { Output } from '../output.ts';
import {
  flagOption,
  type Given,
  positional,
  textOption,
  unknownName,
  usageError,
} from '../usage.ts';

const names = ['up', 'logs', ...verbNames] as const;

/** Options of `up` alone. */
const upOptions = ['replicas', 'port-base', 'host', 'detach'] as const;

export const clusterCommand: Command = {
  usage: 'cluster <verb> [words..]',
  about:
    'Run replicas as processes on this machine, to which any official client connects, ' +
    'and do to them what goes wrong in life.',
  positionals: {
    verb: names.join(', '),
    words:
      'What the verb is about: a replica (kill 1), sides (partition 0/12), a time (slow 2 20ms)',
  },
  values: { verb: async () => names },
  options: {
    dir: valueOption(`Folder of the data files and logs (default: ${clusterFolderDefault})`),
    replicas: { ...valueOption('up: how many, 1 to 6 (default: 3)'), alias: 'n' },
    'port-base': valueOption('up: replica i listens on this port plus i (default: free ports)'),
    host: valueOption('up: the address to listen on (default: 127.0.0.1, for this machine only)'),
    detach: {
      type: 'boolean',
      alias: 'd',
      describe: 'up: return as soon as the cluster serves, and leave it running',
    },
    json: jsonOption,
  },
  examples: [
    ['cluster up', 'three replicas until Ctrl-C; prints the addresses for clients'],
    ['cluster up -n 1 -d --port-base 3000', 'one replica on port 3000, left running'],
    ['cluster kill 0', 'the process of replica 0 is gone; restart 0 brings it back'],
    ['cluster partition 0/12', 'replica 0 hears and reaches nobody; heal mends it'],
    ['cluster down', 'all stop; "up" on the same folder goes on where they were'],
  ],
  run,
};

async function run(given: Given): Promise<ExitCode> {
  const verb = positional(given, 'verb') ?? '';
  const folder = textOption(given, 'dir') ?? clusterFolderDefault;
  const output = new Output({ json: flagOption(given, 'json') });
  const words = wordsOf(given);
  if (verb === 'up') {
    if (words.length > 0) throw usageError(`up takes no words: "${words[0]}" is too many.`);
    return clusterUp(given, folder, output);
  }
  for (const name of upOptions) {
    if (given[name] !== undefined) throw usageError(`--${name} belongs to "vivarium cluster up".`);
  }
  if (!names.some((name) => name === verb)) throw unknownName('There is no verb', verb, names);
  if (verb === 'logs') return logs(folder, words, output);
  const said = await askCluster(folder, [verb, ...words]);
  if (flagOption(given, 'json'))
    output.data(JSON.stringify(typeof said === 'string' ? { said } : said, null, 2));
  else if (typeof said === 'string') output.say(said);
  else output.say(statusTable((said as ClusterStatus).replicas, output.columns));
  return exitCodes.pass;
}

function wordsOf(given: Given): readonly string[] {
  const { words } = given;
  return Array.isArray(words) ? words.map(String) : [];
}

const tailLines = 20;

function logs(folder: string, [replica, ...more]: readonly string[], output: Output): ExitCode {
  if (more.length > 0) throw usageError('logs wants one replica, or none for all of them.');
  const wanted = replica === undefined ? [0, 1, 2, 3, 4, 5].map(String) : [replica];
  let any = false;
  for (const each of wanted) {
    const lines = logOf(join(folder, `${each}.log`));
    if (lines === null) continue;
    any = true;
    const shown = replica === undefined ? lines.slice(-tailLines) : lines;
    if (replica === undefined) output.say(`${each}.log, its end:`);
    for (const line of shown) output.say(line);
  }
  if (any) return exitCodes.pass;
  const which = replica === undefined ? 'no log' : `no log of a replica ${replica}`;
  throw new OperatingError(`There is ${which} in ${folder}: see --dir.`, exitCodes.usage);
}

function logOf(file: string): readonly string[] | null {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n');
  } catch {
    return null;
  }
}
