import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addSeconds, compareTimestamps } from '../../harness/ledger/timestamps.ts';
import {
  add,
  addOverflows,
  compare,
  equal,
  isMax,
  isZero,
  subtract,
} from '../../harness/ledger/u128.ts';

const end = 1n << 128n;
const max = end - 1n;

const word = fc.constantFrom(0n, 1n, 0x7fffffffn, 0x80000000n, 0xffffffffn);

/** Of every magnitude, and often with words that are all zeros or all ones. */
const u128: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt(0n, max),
  fc.tuple(word, word, word, word).map(([a, b, c, d]) => (a << 96n) | (b << 64n) | (c << 32n) | d),
  fc.tuple(fc.bigInt(0n, max), fc.integer({ min: 0, max: 127 })).map(([x, n]) => x >> BigInt(n)),
);

function high(timestamp: bigint): number {
  return Number(timestamp >> 32n);
}

function low(timestamp: bigint): number {
  return Number(timestamp & 0xffffffffn) | 0;
}

function words(value: bigint): Int32Array {
  const view = new DataView(new ArrayBuffer(16));
  view.setBigUint64(0, BigInt.asUintN(64, value), true);
  view.setBigUint64(8, value >> 64n, true);
  return new Int32Array(view.buffer);
}

function value(number: Int32Array): bigint {
  const view = new DataView(number.buffer);
  return view.getBigUint64(0, true) | (view.getBigUint64(8, true) << 64n);
}

describe('128-bit words agree with BigInt', () => {
  test('add, subtract and their carries', () => {
    fc.assert(
      fc.property(u128, u128, (a, b) => {
        const out = new Int32Array(4);
        expect(add(words(a), 0, words(b), 0, out, 0)).toBe(a + b >= end ? 1 : 0);
        expect(value(out)).toBe((a + b) % end);
        expect(addOverflows(words(a), 0, words(b), 0)).toBe(a + b >= end);
        expect(subtract(words(a), 0, words(b), 0, out, 0)).toBe(a < b ? 1 : 0);
        expect(value(out)).toBe(BigInt.asUintN(128, a - b));
      }),
      { numRuns: 2000 },
    );
  });

  test('in place', () => {
    fc.assert(
      fc.property(u128, u128, (a, b) => {
        const x = words(a);
        add(x, 0, words(b), 0, x, 0);
        expect(value(x)).toBe((a + b) % end);
        const y = words(b);
        subtract(words(a), 0, y, 0, y, 0);
        expect(value(y)).toBe(BigInt.asUintN(128, a - b));
      }),
    );
  });

  test('comparisons', () => {
    fc.assert(
      fc.property(u128, u128, (a, b) => {
        expect(Math.sign(compare(words(a), 0, words(b), 0))).toBe(a < b ? -1 : a > b ? 1 : 0);
        expect(equal(words(a), 0, words(b), 0)).toBe(a === b);
        expect(equal(words(a), 0, words(a), 0)).toBe(true);
        expect(isZero(words(a), 0)).toBe(a === 0n);
        expect(isMax(words(a), 0)).toBe(a === max);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('timestamps agree with BigInt', () => {
  const timestamp = fc.bigInt(1n, (1n << 63n) - 1n);

  test('order', () => {
    fc.assert(
      fc.property(timestamp, timestamp, (a, b) => {
        const order = compareTimestamps(high(a), low(a), high(b), low(b));
        expect(Math.sign(order)).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  test('a timeout later', () => {
    fc.assert(
      fc.property(timestamp, fc.nat({ max: 0xffffffff }), (from, timeout) => {
        const out = new Int32Array(2);
        const until = from + BigInt(timeout) * 1_000_000_000n;
        expect(addSeconds(high(from), low(from), timeout, out)).toBe(until < 1n << 63n);
        expect(new DataView(out.buffer).getBigUint64(0, true)).toBe(BigInt.asUintN(64, until));
      }),
      { numRuns: 1000 },
    );
  });
});
