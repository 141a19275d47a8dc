import { OperatingError } from '../operating-error.ts';
import { exitCodes } from '../result.ts';

/** What the operating system's error codes mean for whoever named the file. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission is denied; choose another place, or change its permissions'],
  ['EPERM', 'permission is denied; choose another place, or change its permissions'],
  ['EROFS', 'the file system is read-only; choose another place'],
  ['ENOENT', 'it does not exist; check the path'],
  ['ENOTDIR', 'a part of the path is a file, not a folder; check the path'],
  ['EISDIR', 'it is a folder, not a file; name a file'],
  ['EEXIST', 'it exists already; choose another place'],
  ['ENAMETOOLONG', 'its name is too long; choose a shorter one'],
  ['ELOOP', 'its symbolic links go round in a circle; check the path'],
]);

const lacks: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full; free some space and try again'],
  ['EDQUOT', 'the disk quota is used up; free some space and try again'],
  ['EFBIG', 'the file system does not take a file of that size; choose another place'],
  ['EMFILE', 'too many files are open; raise the limit (ulimit -n) and try again'],
  ['ENFILE', 'the system has too many files open; close some and try again'],
  ['EIO', 'the disk reports an error; choose another disk'],
  ['ENOMEM', 'there is too little memory; close other programs and try again'],
]);

/**
 * Turns an error of the file system into a sentence.
 * @param action what could not be done, as `The folder runs cannot be made`
 * @returns `error` itself where it is not the file system's: then it is ours.
 */
export function fileError(action: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const lack = lacks.get(code);
  if (lack !== undefined) return new OperatingError(`${action}: ${lack}.`, exitCodes.environment);
  const reason = reasons.get(code);
  if (reason !== undefined) return new OperatingError(`${action}: ${reason}.`, exitCodes.usage);
  return error;
}
