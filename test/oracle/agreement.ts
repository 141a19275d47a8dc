import * as fc from 'fast-check';
import { Ledger, type LedgerOptions } from '../../harness/ledger/ledger.ts';
import type { Script } from './commands.ts';
import { disagreementTable } from './disagreement-table.ts';
import { Oracle } from './oracle.ts';
import { type Played, play } from './play.ts';
import { randomScripts } from './random-scripts.ts';
import { smallestScript } from './smallest-script.ts';

/** Where the search starts; a path leads straight to one case. */
export interface Search {
  readonly runs: number;
  readonly seed: number;
  readonly path?: string | undefined;
  readonly rules?: LedgerOptions['rules'];
  /** Is handed every script that was played. */
  readonly observe?: (played: Played) => void;
}

export interface Disagreement {
  readonly table: string;
  readonly seed: number;
  readonly path: string;
  /** How many random scripts were played until it was found. */
  readonly runs: number;
}

/** TigerBeetle's largest message of 1 MiB without its header. */
const messageBodySizeMax = 1024 * 1024 - 256;

/** Plays a script to an oracle and to a ledger, both empty. */
export function playScript(script: Script, rules?: LedgerOptions['rules']): Played {
  const options = rules === undefined ? {} : { rules };
  return play(script, new Oracle(), new Ledger({ messageBodySizeMax, ...options }));
}

/** Looks for a script on which oracle and ledger do not agree; null where none was found. */
export function findDisagreement(search: Search): Disagreement | null {
  const { runs, seed, path, rules, observe } = search;
  const property = fc.property(randomScripts, (script) => {
    const played = playScript(script, rules);
    observe?.(played);
    return !played.disagrees;
  });
  const found = fc.check(property, {
    numRuns: runs,
    seed,
    ...(path === undefined ? {} : { path }),
  });
  if (!found.failed) return null;
  // An error of the property itself is no disagreement.
  if (found.counterexample === null) throw new Error('the search failed without a case');
  const [script] = found.counterexample;
  const smallest = smallestScript(script, (each) => playScript(each, rules).disagrees);
  return {
    table: disagreementTable(smallest, playScript(smallest, rules)),
    seed: found.seed,
    path: found.counterexamplePath ?? '',
    runs: found.numRuns,
  };
}

/** What a person needs who is to find out which of the two is right. */
export function explain({ table, seed, path, runs }: Disagreement): string {
  const again = `VIVARIUM_ORACLE_SEED=${seed} VIVARIUM_ORACLE_PATH=${path}`;
  return [
    `After ${runs} random scripts oracle and ledger do not agree:`,
    table,
    `Again: ${again} npx vitest run test/oracle/agreement.test.ts`,
  ].join('\n\n');
}
