/**
 * Unsigned 128-bit arithmetic on four little-endian words of an `Int32Array`, without allocation.
 * A carry comes out of the sign bits of both summands and of the sum, because comparing as floats
 * is six times as slow.
 */

export function isZero(a: Int32Array, at: number): boolean {
  return (
    ((a[at] as number) | (a[at + 1] as number) | (a[at + 2] as number) | (a[at + 3] as number)) ===
    0
  );
}

/** Whether it is 2^128 - 1. */
export function isMax(a: Int32Array, at: number): boolean {
  return (
    ((a[at] as number) & (a[at + 1] as number) & (a[at + 2] as number) & (a[at + 3] as number)) ===
    -1
  );
}

export function equal(a: Int32Array, at: number, b: Int32Array, bt: number): boolean {
  return (
    a[at] === b[bt] && a[at + 1] === b[bt + 1] && a[at + 2] === b[bt + 2] && a[at + 3] === b[bt + 3]
  );
}

/** Negative, zero or positive, as a is less than, equal to or greater than b. */
export function compare(a: Int32Array, at: number, b: Int32Array, bt: number): number {
  for (let i = 3; i >= 0; i--) {
    const x = (a[at + i] as number) >>> 0;
    const y = (b[bt + i] as number) >>> 0;
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

export function copy(from: Int32Array, at: number, to: Int32Array, bt: number): void {
  to[bt] = from[at] as number;
  to[bt + 1] = from[at + 1] as number;
  to[bt + 2] = from[at + 2] as number;
  to[bt + 3] = from[at + 3] as number;
}

/** Writes a + b modulo 2^128 into `out`, which may be one of both; returns the carry, 0 or 1. */
export function add(
  a: Int32Array,
  at: number,
  b: Int32Array,
  bt: number,
  out: Int32Array,
  ot: number,
): number {
  const x0 = a[at] as number;
  const y0 = b[bt] as number;
  const sum0 = (x0 + y0) | 0;
  const x1 = a[at + 1] as number;
  const y1 = b[bt + 1] as number;
  const sum1 = (x1 + y1 + carryOf(x0, y0, sum0)) | 0;
  const x2 = a[at + 2] as number;
  const y2 = b[bt + 2] as number;
  const sum2 = (x2 + y2 + carryOf(x1, y1, sum1)) | 0;
  const x3 = a[at + 3] as number;
  const y3 = b[bt + 3] as number;
  const sum3 = (x3 + y3 + carryOf(x2, y2, sum2)) | 0;
  out[ot] = sum0;
  out[ot + 1] = sum1;
  out[ot + 2] = sum2;
  out[ot + 3] = sum3;
  return carryOf(x3, y3, sum3);
}

function carryOf(x: number, y: number, sum: number): number {
  return ((x & y) | ((x | y) & ~sum)) >>> 31;
}

/** Writes a - b modulo 2^128 into `out`, which may be one of both; returns the borrow, 0 or 1. */
export function subtract(
  a: Int32Array,
  at: number,
  b: Int32Array,
  bt: number,
  out: Int32Array,
  ot: number,
): number {
  let borrow = 0;
  for (let i = 0; i < 4; i++) {
    const x = a[at + i] as number;
    const y = b[bt + i] as number;
    const difference = (x - y - borrow) | 0;
    out[ot + i] = difference;
    borrow = ((~x & y) | ((~x | y) & difference)) >>> 31;
  }
  return borrow;
}

/** Whether a + b is 2^128 or more. */
export function addOverflows(a: Int32Array, at: number, b: Int32Array, bt: number): boolean {
  let carry = 0;
  for (let i = 0; i < 4; i++) {
    const x = a[at + i] as number;
    const y = b[bt + i] as number;
    const sum = (x + y + carry) | 0;
    carry = ((x & y) | ((x | y) & ~sum)) >>> 31;
  }
  return carry !== 0;
}

/** A hash of 32 bits in which every bit of the number matters, for tables keyed by ids. */
export function hash(a: Int32Array, at: number): number {
  let h = Math.imul((a[at] as number) ^ 0x5bd1e995, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15) ^ (a[at + 1] as number), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13) ^ (a[at + 2] as number), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16) ^ (a[at + 3] as number), 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x165667b1);
  return h ^ (h >>> 13);
}
