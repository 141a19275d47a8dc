import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { OperatingError } from '../../harness/operating-error.ts';
import { exitCodes } from '../../harness/result.ts';

/**
 * Keeps a second process off a data file: `FILE.lock` holds the number of the process that has it.
 * One that was left behind by a process that is gone is taken over. Returns what lets go of it.
 */
export function lockFile(path: string): () => void {
  const lock = `${path}.lock`;
  for (;;) {
    try {
      writeFileSync(lock, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = ownerOf(lock);
    if (owner !== null && isAlive(owner)) {
      throw new OperatingError(
        `${path} is in use by process ${owner}: stop that one, or take another file.`,
        exitCodes.environment,
      );
    }
    rmSync(lock, { force: true });
  }
}

function ownerOf(lock: string): number | null {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    return Number.isSafeInteger(owner) && owner > 0 ? owner : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
