import { parseArgs } from 'node:util';
import { suggestion } from '../../nearest.ts';
import { usageError } from '../usage.ts';
import { formatFile } from './format-file.ts';
import { startReplica } from './start-replica.ts';

const help = `Usage:

  tigerbeetle format [--cluster=<integer>] --replica=<index> --replica-count=<integer> <path>
  tigerbeetle start --addresses=<addresses> <path>
  tigerbeetle version

A replica of vivarium behind the command line of the official server: any official client connects.

  --cluster         the cluster's number, up to 128 bits; drawn at random where it is left out
  --replica         which replica the file is for, from 0
  --replica-count   how many there are, 1 to 6
  --addresses       of all replicas in their order, with commas: 3001, 127.0.0.1:3001 or [::1]:3001.
                    0 takes a free port, prints it, and ends with standard input
  --development     for trying things out: requests of 32 KiB at the most
Options of the official server that tune its memory (--cache-grid and the like) are taken, and do
nothing.
`;

/** What the official server takes and ours has no use for. */
const ignored = [
  'cache-grid',
  'cache-accounts',
  'cache-transfers',
  'cache-transfers-pending',
  'memory-lsm-manifest',
  'memory-lsm-compaction',
  'limit-storage',
  'limit-pipeline-requests',
  'limit-request',
  'statsd',
  'trace',
  'log-debug',
  'experimental',
] as const;

const known = {
  cluster: { type: 'string' },
  replica: { type: 'string' },
  'replica-count': { type: 'string' },
  addresses: { type: 'string' },
  development: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  verbose: { type: 'boolean' },
  debug: { type: 'boolean' },
} as const;

/** Values of the options that were given, by name. */
export type Values = {
  readonly [Name in keyof typeof known]?: (typeof known)[Name]['type'] extends 'string'
    ? string
    : boolean;
};

export async function tigerbeetle(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parse(argv);
  const [command, path, ...more] = positionals;
  if (values.help === true || command === undefined) {
    process.stdout.write(help);
    return;
  }
  if (command === 'version') {
    process.stdout.write('TigerBeetle version 0.17.9+vivarium\n');
    return;
  }
  if (command !== 'format' && command !== 'start') {
    const guess = suggestion(command, ['format', 'start', 'version']) || ': see --help.';
    throw usageError(`There is no command "${command}"${guess}`);
  }
  if (path === undefined) throw usageError(`${command} wants the path of a data file.`);
  if (more.length > 0) throw usageError(`${command} takes one path: ${more[0]} is too many.`);
  if (command === 'format') await formatFile(path, values);
  else await startReplica(path, values);
}

function parse(argv: readonly string[]): { values: Values; positionals: readonly string[] } {
  const mute = Object.fromEntries(ignored.map((name) => [name, { type: 'string' }] as const));
  // `--experimental` and its like stand alone, where others have a value.
  const args = argv.map((text) =>
    ignored.some((name) => text === `--${name}`) ? `${text}=true` : text,
  );
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { ...known, ...mute },
      allowPositionals: true,
    });
    return { values, positionals };
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('. ')[0] as string) : '';
    throw usageError(`${message.replace(/\.$/, '')}: see --help.`);
  }
}
