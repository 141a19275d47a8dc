import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../result.ts';
import { type RunFolder, runFiles, runFolders } from '../store.ts';
import { fileError } from './file-error.ts';

/** A run below `runs/`, as a list shows it. */
export interface ListedRun {
  readonly folder: string;
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
export function listedRuns(): ListedRun[] {
  return runFolders().map((run) => listedRun(run));
}

function listedRun({ folder, stamp }: RunFolder): ListedRun {
  const files = readdirSync(folder, { withFileTypes: true });
  const known: readonly string[] = Object.values(runFiles);
  const sizes = files.map((file) => statSync(join(folder, file.name)).size);
  return {
    folder,
    began: momentOf(stamp),
    size: sizes.reduce((sum, size) => sum + size, 0),
    result: readableResult(folder),
    strangers: files
      .filter((file) => !file.isFile() || !known.includes(file.name))
      .map((file) => file.name),
  };
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
export function removeRun({ folder }: ListedRun): void {
  try {
    rmSync(folder, { recursive: true });
  } catch (error) {
    throw fileError(`The folder ${folder} cannot be removed`, error);
  }
}
