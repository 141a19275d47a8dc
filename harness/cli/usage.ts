import { formatCount } from '../count-text.ts';
import { parseDuration } from '../duration-text.ts';
import { suggestion } from '../nearest.ts';
import { OperatingError } from '../operating-error.ts';
import { exitCodes } from '../result.ts';
import type { Nanoseconds } from '../time.ts';

/** The command was given something that it cannot use. */
export function usageError(message: string): OperatingError {
  return new OperatingError(message, exitCodes.usage);
}

/**
 * A name was given that none of `names` is: says which is near, or all there are.
 * @param sentence what comes before the name, as `There is no workload`
 */
export function unknownName(
  sentence: string,
  name: string,
  names: readonly string[],
): OperatingError {
  const guess = suggestion(name, names) || `: there are ${names.join(', ')}.`;
  return usageError(`${sentence} "${name}"${guess}`);
}

/** Values as the parser leaves them: a list where an option was given more than once. */
export type Given = Readonly<Record<string, unknown>>;

/** The text of an option, or undefined where it was not given. */
export function textOption(given: Given, name: string): string | undefined {
  const value = given[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value)) throw usageError(`--${name} was given more than once: keep one.`);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text === '') throw usageError(`--${name} is empty: give it a value, or leave it out.`);
  return text;
}

/** An argument without a flag; an empty one counts as left out. */
export function positional(given: Given, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function flagOption(given: Given, name: string): boolean {
  const value = given[name];
  return Array.isArray(value) ? value.includes(true) : value === true;
}

/** An integer from `minimum` to `maximum`, or undefined where it was not given. */
export function wholeOption(
  given: Given,
  name: string,
  minimum: number,
  maximum: number,
): number | undefined {
  const text = textOption(given, name);
  if (text === undefined) return undefined;
  const range = `${formatCount(minimum)} to ${formatCount(maximum)}`;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) {
    throw usageError(`--${name} must be a whole number from ${range}, not "${text}".`);
  }
  if (value >= minimum && value <= maximum) return value;
  throw usageError(`--${name} must be from ${range}, not ${text}.`);
}

/** A span such as `30s`, or undefined where it was not given. */
export function durationOption(
  given: Given,
  name: string,
  minimum: Nanoseconds,
  maximum: Nanoseconds,
  range: string,
): Nanoseconds | undefined {
  const text = textOption(given, name);
  if (text === undefined) return undefined;
  const value = parseDuration(text);
  if (value === null) {
    const seconds = parseDuration(`${text}s`);
    const meant = seconds !== null && seconds >= minimum && seconds <= maximum;
    const guess = meant ? `; did you mean ${text}s?` : '.';
    throw usageError(`--${name} must be a duration like 30s or 1.5m, not "${text}"${guess}`);
  }
  if (value >= minimum && value <= maximum) return value;
  throw usageError(`--${name} must be from ${range}, not ${text}.`);
}
