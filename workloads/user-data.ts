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

/** Each of 32 cells holds a value; the first values fill more cells than the last ones. */
const cells128 = cells(userData128);
const cells64 = cells(userData64);
const cells32 = cells(userData32);
const codeCells = cells(codes);

export interface UserData {
  readonly userData128: bigint;
  readonly userData64: bigint;
  readonly userData32: number;
  readonly code: number;
}

export function drawUserData(random: Random): UserData {
  const bits = random.uint32();
  return {
    userData128: cells128[bits & 31] as bigint,
    userData64: cells64[(bits >>> 5) & 31] as bigint,
    userData32: cells32[(bits >>> 10) & 31] as number,
    code: codeCells[(bits >>> 15) & 31] as number,
  };
}

function cells<Value>(values: readonly Value[]): readonly Value[] {
  return Array.from({ length: 32 }, (_, cell) => {
    const place = Math.floor((cell * cell * values.length) / 1024);
    return values[place] as Value;
  });
}
