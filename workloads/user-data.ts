import type { Random } from '../harness/random.ts';

/**
 * The values that user data and codes take: few, so that filters hit, the first ones often and the
 * last ones rarely, and with every width from zero to all bits.
 */
const userData128 = [
  0n,
  1n,
  0xffff_ffff_ffff_ffffn,
  1n << 64n,
  7n,
  (1n << 127n) + 5n,
  1n << 100n,
  3n << 62n,
  (1n << 128n) - 1n,
];
const userData64 = [0n, 1n, 2n, 0xffff_ffffn, 1n << 32n, 9n, 1n << 63n, 0xffff_ffff_ffff_ffffn];
const userData32 = [0, 1, 2, 3, 0x8000_0000, 65536, 0xffff_ffff];
const codes = [1, 2, 10, 256, 1000, 0x8000, 65535];

export interface UserData {
  readonly userData128: bigint;
  readonly userData64: bigint;
  readonly userData32: number;
  readonly code: number;
}

export function drawUserData(random: Random): UserData {
  return {
    userData128: draw128(random),
    userData64: draw64(random),
    userData32: draw32(random),
    code: drawCode(random),
  };
}

export function draw128(random: Random): bigint {
  return early(random, userData128);
}

export function draw64(random: Random): bigint {
  return early(random, userData64);
}

export function draw32(random: Random): number {
  return early(random, userData32);
}

export function drawCode(random: Random): number {
  return early(random, codes);
}

/** One of the values, the first ones more often. */
function early<Value>(random: Random, values: readonly Value[]): Value {
  const first = random.below(values.length);
  return values[Math.min(first, random.below(values.length))] as Value;
}
