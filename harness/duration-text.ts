import { microsecond, millisecond, minute, type Nanoseconds, second } from './time.ts';

const units: ReadonlyMap<string, Nanoseconds> = new Map([
  ['ns', 1],
  ['us', microsecond],
  ['µs', microsecond],
  ['ms', millisecond],
  ['s', second],
  ['m', minute],
  ['min', minute],
  ['h', 60 * minute],
  ['d', 24 * 60 * minute],
]);

/** Reads `30s`, `1.5 min` or `200ms`; null for everything else, a bare number too. */
export function parseDuration(text: string): Nanoseconds | null {
  const parts = /^\s*(\d{1,15}(?:\.\d{1,9})?)\s*([a-zµ]+)\s*$/.exec(text);
  const unit = units.get(parts?.[2] ?? '');
  if (unit === undefined) return null;
  const duration = Math.round(Number(parts?.[1]) * unit);
  return Number.isSafeInteger(duration) ? duration : null;
}

/** Such as `64 s` or `1.5 ms`: exact, in the largest unit up to seconds of which it has one. */
export function exactDuration(duration: Nanoseconds): string {
  if (Math.abs(duration) >= second) return `${duration / second} s`;
  if (Math.abs(duration) >= millisecond) return `${duration / millisecond} ms`;
  if (Math.abs(duration) >= microsecond) return `${duration / microsecond} µs`;
  return `${duration} ns`;
}
