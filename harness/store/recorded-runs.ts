import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../result.ts';
import { runFiles, runsFolder } from '../store.ts';
import { fileError } from './file-error.ts';

/** A folder of a run below `runs/`. */
export interface RecordedRun {
  readonly folder: string;
  /** When it began, as in its name: `2026-07-30T14-25-01Z`. */
  readonly stamp: string;
  /** Milliseconds since 1970. */
  readonly began: number;
  /** Bytes of all its files. */
  readonly size: number;
  /** What it came to; null where that was never written, or cannot be read. */
  readonly result: Result | null;
  /** Names of files that vivarium did not put there. */
  readonly strangers: readonly string[];
}

/** All runs below `runs/`, the oldest first. */
export function recordedRuns(): RecordedRun[] {
  if (!existsSync(runsFolder)) return [];
  return readdirSync(runsFolder)
    .flatMap((name) => recordedRun(join(runsFolder, name), name))
    .toSorted((a, b) => (a.stamp === b.stamp ? a.began - b.began : a.stamp < b.stamp ? -1 : 1));
}

function recordedRun(folder: string, name: string): RecordedRun[] {
  const plan = statSync(join(folder, runFiles.plan), { throwIfNoEntry: false });
  if (plan === undefined) return [];
  const files = readdirSync(folder, { withFileTypes: true });
  const known: readonly string[] = Object.values(runFiles);
  const stamp = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ/.exec(name)?.[0] ?? stampOf(plan.mtimeMs);
  const sizes = files.map((file) => statSync(join(folder, file.name)).size);
  return [
    {
      folder,
      stamp,
      began: momentOf(stamp),
      size: sizes.reduce((sum, size) => sum + size, 0),
      result: readableResult(folder),
      strangers: files
        .filter((file) => !file.isFile() || !known.includes(file.name))
        .map((file) => file.name),
    },
  ];
}

function stampOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

function momentOf(stamp: string): number {
  return Date.parse(stamp.replace(/T(\d\d)-(\d\d)-(\d\d)Z/, 'T$1:$2:$3Z'));
}

/** A list shows what it can: a damaged result is for `verify` and `report` to tell of. */
function readableResult(folder: string): Result | null {
  try {
    const result = JSON.parse(readFileSync(join(folder, runFiles.result), 'utf8')) as Result;
    return result.vivarium === 'result' ? result : null;
  } catch {
    return null;
  }
}

/** Removes a run for good. */
export function removeRun({ folder }: RecordedRun): void {
  try {
    rmSync(folder, { recursive: true });
  } catch (error) {
    throw fileError(`The folder ${folder} cannot be removed`, error);
  }
}
