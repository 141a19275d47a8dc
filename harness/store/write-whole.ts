import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileError } from './file-error.ts';

/**
 * Writes a file under another name and renames it, so that whoever looks sees all of it or none.
 * @throws OperatingError where the file system refuses; then nothing is left behind.
 */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const unfinished = join(dirname(file), `.${basename(file)}.${process.pid}.unfinished`);
  try {
    writeFileSync(unfinished, content);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true, recursive: true });
    throw fileError(`${file} cannot be written`, error);
  }
}
