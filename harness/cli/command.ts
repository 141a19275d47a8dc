import type { Options } from 'yargs';
import type { ExitCode } from '../result.ts';
import type { Given } from './usage.ts';

/** One command: what its help says, and what it does. */
export interface Command {
  /** As `run [workload]`: square brackets for what may be left out, dots for many. */
  readonly usage: string;
  readonly about: string;
  readonly positionals: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, Options>>;
  /** For completion: what an option or a positional may be, where that can be listed. */
  readonly values?: Readonly<Record<string, () => Promise<readonly string[]>>>;
  /** Pairs of a command line and what it does. */
  readonly examples: readonly (readonly [command: string, about: string])[];
  run(given: Given): Promise<ExitCode>;
}

/** What options look like that take a value. Numbers are parsed here: seeds must stay text. */
export function valueOption(describe: string): Options {
  return { type: 'string', requiresArg: true, describe };
}

export const jsonOption: Options = {
  type: 'boolean',
  describe: 'Print the result as JSON on stdout, and nothing else there',
};

export const coverageOption: Options = {
  type: 'boolean',
  describe: 'Print which rare branches were taken, under which faults and for which operations',
};

export const quietOption: Options = { type: 'boolean', describe: 'Show no progress' };

export const outOption: Options = valueOption(
  'Folder to write to: new or empty (default: runs/<time>-<workload>-<seed>)',
);
