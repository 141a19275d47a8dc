import { join } from 'node:path';
import { writeWhole } from '../store/write-whole.ts';
import type { RecordedRun } from './read-run.ts';
import { isFolder } from './run-folder.ts';

/** In the folder that the command started in, unless someone says otherwise. */
export const comparisonFile = 'comparison.html';

/** Renders two runs side by side into one file, and returns its path. */
export async function writeComparison(
  a: RecordedRun,
  b: RecordedRun,
  out: string,
): Promise<string> {
  const { renderComparison } = await import('../../reports/comparison.ts');
  const file = isFolder(out) ? join(out, comparisonFile) : out;
  writeWhole(file, renderComparison(a, b));
  return file;
}
