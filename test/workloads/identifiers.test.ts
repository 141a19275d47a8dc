import { describe, expect, test } from 'vitest';
import { Random } from '../../harness/random.ts';
import {
  Identifiers,
  identifierOrders,
  idMax,
  idZero,
  unknownNumbers,
} from '../../workloads/identifiers.ts';

const numbers = [
  0,
  1,
  2,
  8191,
  8192,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 32 + 1,
  2 ** 45 + 12345,
  unknownNumbers,
  Number.MAX_SAFE_INTEGER,
  idZero,
  idMax,
];

describe.each(identifierOrders)('%s ids', (order) => {
  const ids = new Identifiers(order, Random.fromSeed('ids'));

  test('lead back to their numbers, and no two are alike', () => {
    for (const number of numbers) expect(ids.numberOf(ids.idOf(number)), `${number}`).toBe(number);
    expect(new Set(numbers.map((number) => ids.idOf(number))).size).toBe(numbers.length);
  });

  test('are written little-endian', () => {
    const view = new DataView(new ArrayBuffer(32));
    for (const number of numbers) {
      ids.write(view, 16, number);
      const id = (view.getBigUint64(24, true) << 64n) | view.getBigUint64(16, true);
      expect(id).toBe(ids.idOf(number));
    }
    expect(view.getBigUint64(0)).toBe(0n);
  });

  test('of a number that cannot be stand for the ids that cannot be', () => {
    expect(ids.idOf(idZero)).toBe(0n);
    expect(ids.idOf(idMax)).toBe((1n << 128n) - 1n);
  });
});

test('scattered ids use all bits, depend on the seed, and reveal a stranger', () => {
  const ids = new Identifiers('scattered', Random.fromSeed('ids'));
  const counts = Array.from({ length: 128 }, () => 0);
  for (let number = 0; number < 1000; number++) {
    const id = ids.idOf(number);
    for (let bit = 0; bit < 128; bit++) if ((id >> BigInt(bit)) & 1n) counts[bit]! += 1;
  }
  for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(100);
  const others = new Identifiers('scattered', Random.fromSeed('others'));
  expect(others.idOf(5)).not.toBe(ids.idOf(5));
  expect(others.numberOf(ids.idOf(5))).toBeNull();
});

test('dense ids count up, reversed ones down', () => {
  const random = Random.fromSeed('ids');
  expect(new Identifiers('dense', random).idOf(41)).toBe(42n);
  expect(new Identifiers('reversed', random).idOf(41)).toBe((1n << 128n) - 43n);
});

test('time-ordered ids ascend with their numbers and begin with a time', () => {
  const ids = new Identifiers('time-ordered', Random.fromSeed('ids'));
  const ordered = numbers.filter((number) => number >= 0);
  const made = ordered.map((number) => ids.idOf(number));
  expect(made.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(made);
  // 8192 a millisecond, from the beginning of 2026 on.
  expect(ids.idOf(3 * 8192 + 5) >> 80n).toBe(1_767_225_600_003n);
  expect(ids.idOf(3 * 8192 + 5)).toBe(ids.idOf(3 * 8192) + 5n);
  expect(ids.numberOf(ids.idOf(3 * 8192 + 8191) + 1n)).toBeNull();
  expect(ids.numberOf(12n)).toBeNull();
  const others = new Identifiers('time-ordered', Random.fromSeed('others'));
  expect(others.numberOf(ids.idOf(5))).toBeNull();
});
