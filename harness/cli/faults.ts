import { existsSync } from 'node:fs';
import { drawFaults, presets } from '../../fault-injector/presets.ts';
import type { Fault } from '../fault.ts';
import { suggestion } from '../nearest.ts';
import { checkFaults } from '../plan/plan-check.ts';
import { faultWindow, type RunSettings } from './make-plan.ts';
import { planKnowledge } from './plan-knowledge.ts';
import { readTextFile } from './read-file.ts';
import { usageError } from './usage.ts';

/** Where faults come from: a preset, by which they are drawn from the seed, or a file. */
export interface FaultSource {
  readonly preset: string | null;
  readonly file: string | null;
}

export const presetDefault = 'default';

/** @throws OperatingError with a suggestion, where it is neither a preset's name nor a file's. */
export function faultSource(name: string): FaultSource {
  if (presets.some((preset) => preset.name === name)) return { preset: name, file: null };
  if (existsSync(name)) return { preset: null, file: name };
  if (/[/\\.]/.test(name)) throw usageError(`The file of faults ${name} does not exist.`);
  const names = presets.map((preset) => preset.name);
  const guess = suggestion(name, names) || `: there are ${names.join(', ')}, or name a file.`;
  throw usageError(`There is no preset of faults "${name}"${guess}`);
}

/** The faults of a run of these settings. */
export async function faultsFor(
  source: FaultSource,
  settings: RunSettings,
): Promise<readonly Fault[]> {
  const { seed, replicas, clients, over } = settings;
  const { from, until } = faultWindow(over);
  if (source.file === null) {
    return drawFaults({
      seed,
      preset: source.preset ?? presetDefault,
      replicas,
      clients,
      from,
      until,
    });
  }
  const { parseFaults } = await import('../plan/plan-file.ts');
  const setting = { replicas, clients, healAt: until };
  return parseFaults(readTextFile(source.file), source.file, (faults) =>
    checkFaults(faults, setting, planKnowledge),
  );
}
