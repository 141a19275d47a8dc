import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OperatingError } from '../operating-error.ts';
import { usageError } from './usage.ts';

/**
 * An error out of a file that a user wrote: theirs to mend, so it names the file and its line.
 * @param action what could not be done, as `request 3 of stage "load" cannot be made`
 */
export function userMistake(file: string, action: string, error: unknown): OperatingError {
  const line = error instanceof Error ? lineIn(file, error) : null;
  const place = line === null ? file : `${file}:${line}`;
  return usageError(`${place}: ${action}: ${messageOf(error)}`);
}

/** Does what a user's code does; what it throws becomes a sentence. */
export function asUser<T>(file: string, action: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw userMistake(file, action, error);
  }
}

/** The line of the first place in the file that the error's stack, or its source's, names. */
function lineIn(file: string, error: Error): string | null {
  const stack = error.stack ?? '';
  for (const name of [pathToFileURL(resolve(file)).href, resolve(file)]) {
    const at = stack.indexOf(name);
    const line = at < 0 ? null : /^[^:\s]*:(\d+)/.exec(stack.slice(at + name.length));
    if (line?.[1] !== undefined) return line[1];
  }
  return null;
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  const first = text.split('\n')[0] ?? '';
  return /[.?!]$/.test(first) ? first : `${first}.`;
}
