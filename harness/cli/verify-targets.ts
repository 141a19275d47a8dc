import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runFiles } from '../store.ts';
import { isFolder } from './run-folder.ts';
import { usageError } from './usage.ts';

export interface Target {
  readonly kind: 'recording' | 'run';
  readonly path: string;
}

/** What the paths name: files are recordings, folders are runs or hold recordings or runs. */
export function expandPaths(paths: readonly string[]): Target[] {
  return paths.flatMap((path) => {
    if (!isFolder(path)) return [{ kind: 'recording', path }];
    return isRun(path) ? [{ kind: 'run', path }] : withinFolder(path);
  });
}

function isRun(folder: string): boolean {
  return [runFiles.plan, runFiles.replies].some((name) => existsSync(join(folder, name)));
}

function withinFolder(folder: string): Target[] {
  const targets = readdirSync(folder)
    .toSorted()
    .flatMap((name): Target[] => {
      const path = join(folder, name);
      if (isFolder(path)) return isRun(path) ? [{ kind: 'run', path }] : [];
      return /\.jsonl(\.gz)?$/.test(name) ? [{ kind: 'recording', path }] : [];
    });
  if (targets.length > 0) return targets;
  throw usageError(
    `The folder ${folder} holds neither a run (${runFiles.plan}) nor recordings (*.jsonl, ` +
      '*.jsonl.gz): name what "vivarium run" wrote, or a recording.',
  );
}
