import { existsSync } from 'node:fs';
import { drawFaults, faultNames, namesOf, replicasMinOf } from '../../fault-injector/presets.ts';
import type { Fault } from '../fault.ts';
import { suggestion } from '../nearest.ts';
import { checkFaults } from '../plan/plan-check.ts';
import { faultWindow, type RunSettings } from './make-plan.ts';
import { planKnowledge } from './plan-knowledge.ts';
import { readTextFile } from './read-file.ts';
import { usageError } from './usage.ts';

/** Where faults come from: names, by which they are drawn from the seed, or a file. */
export interface FaultSource {
  /** A preset or scenario, or several with commas between them. */
  readonly preset: string | null;
  readonly file: string | null;
}

export const presetDefault = 'default';

/** @throws OperatingError with a suggestion, where it is neither a list of names nor a file's. */
export function faultSource(text: string): FaultSource {
  const unknown = namesOf(text).find((name) => !faultNames.includes(name));
  if (unknown === undefined) return { preset: text, file: null };
  if (existsSync(text)) return { preset: null, file: text };
  if (/[/\\.]/.test(text)) throw usageError(`The file of faults ${text} does not exist.`);
  const guess = suggestion(unknown, faultNames);
  const all = `: there are ${faultNames.join(', ')}, or name a file.`;
  throw usageError(`There are no faults called "${unknown}"${guess || all}`);
}

/** The faults of a run of these settings. */
export async function faultsFor(
  source: FaultSource,
  settings: RunSettings,
): Promise<readonly Fault[]> {
  const { seed, replicas, clients, over, expect } = settings;
  const { from, until } = faultWindow(over);
  if (source.file === null) {
    const preset = source.preset ?? presetDefault;
    const least = replicasMinOf(preset);
    if (replicas < least) {
      throw usageError(`The faults ${preset} need ${least} replicas or more, not ${replicas}.`);
    }
    return drawFaults({ seed, preset, replicas, clients, from, until });
  }
  const { parseFaults } = await import('../plan/plan-file.ts');
  const setting = { replicas, clients, healAt: until, expect };
  return parseFaults(readTextFile(source.file), source.file, (faults) =>
    checkFaults(faults, setting, planKnowledge),
  );
}
