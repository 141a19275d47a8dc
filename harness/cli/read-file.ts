import { readFileSync } from 'node:fs';
import { fileError } from '../store/file-error.ts';
import { usageError } from './usage.ts';

/** The text of a file that someone named. @throws OperatingError where it can't be read as such */
export function readTextFile(file: string): string {
  let data: Uint8Array;
  try {
    data = readFileSync(file);
  } catch (error) {
    throw fileError(`${file} cannot be read`, error);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    throw usageError(`${file} is not text (UTF-8): name a plan or a list of faults.`);
  }
}
