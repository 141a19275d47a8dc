import { existsSync, statSync } from 'node:fs';
import type { Plan } from '../plan.ts';
import { claimFolder, makeRunFolder, newestRun } from '../store.ts';
import { usageError } from './usage.ts';

/** The folder for a run that is about to begin: made, and empty. */
export function claimRunFolder(out: string | undefined, plan: Plan): string {
  if (out === undefined) return makeRunFolder(new Date(), plan.workload.name, plan.seed);
  claimFolder(out);
  return out;
}

/** The folder that was named, or the newest of `runs/`. */
export function findRun(named: string | undefined): string {
  if (named !== undefined) {
    if (existsSync(named)) return named;
    throw usageError(`There is no run ${named}: check the path, or leave it out for the latest.`);
  }
  const newest = newestRun();
  if (newest !== null) return newest;
  throw usageError('There is no run below runs/ yet: name a folder, or begin with "vivarium run".');
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
