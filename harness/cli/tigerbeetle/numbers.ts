import { usageError } from '../usage.ts';

/** A whole number from `min` to `max`, of a named option that must be given. */
export function integer(name: string, text: string | undefined, min: number, max: number): number {
  if (text === undefined) throw usageError(`--${name} is missing: give a number.`);
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw usageError(`--${name} is ${text}: give a whole number from ${min} to ${max}.`);
  }
  return value;
}

/** A cluster's number, of up to 128 bits. */
export function clusterId(text: string): bigint {
  const value = /^\d{1,39}$/.test(text) ? BigInt(text) : -1n;
  if (value < 0n || value >= 1n << 128n) {
    throw usageError(`--cluster is ${text}: give a whole number below 2^128.`);
  }
  return value;
}
