import { describe, expect, test } from 'vitest';
import { fastChecksum } from '../harness/fast-checksum.ts';
import { Random } from '../harness/random.ts';

const random = Random.fromSeed('fast checksum');

function drawn(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, () => random.below(256));
}

function hex(data: Uint8Array, from = 0, until = data.length): string {
  const tag = new Uint8Array(16);
  fastChecksum(data, from, until, tag, 0);
  return Buffer.from(tag).toString('hex');
}

describe('the fast checksum', () => {
  test('is the same over words, where there are many, as byte by byte', () => {
    for (const size of [63, 64, 65, 80, 240, 4095, 4096, 4111, 70_000]) {
      const data = drawn(size);
      const aside = new Uint8Array(size + 1);
      aside.set(data, 1);
      expect(hex(data)).toBe(hex(aside, 1));
    }
  });

  test('tells lengths apart, of zeros too', () => {
    const seen = new Set(Array.from({ length: 600 }, (_, size) => hex(new Uint8Array(size))));
    expect(seen.size).toBe(600);
  });

  test('sees every bit that turns over, and every two of a byte', () => {
    for (const size of [1, 15, 16, 17, 240, 384]) {
      const data = drawn(size);
      const seen = new Set([hex(data)]);
      for (let at = 0; at < size; at++) {
        for (let first = 0; first < 8; first++) {
          for (let other = first; other < 8; other++) {
            const flipped = first === other ? 1 << first : (1 << first) | (1 << other);
            data[at] = (data[at] as number) ^ flipped;
            seen.add(hex(data));
            data[at] = (data[at] as number) ^ flipped;
          }
        }
      }
      expect(seen.size).toBe(1 + size * 36);
    }
  });

  test('sees what a torn write leaves: the new bytes up to anywhere, then old, zeros or noise', () => {
    const now = drawn(1024);
    const seen = new Set([hex(now)]);
    for (const before of [drawn(1024), new Uint8Array(1024), new Uint8Array(1024).fill(0xff)]) {
      for (let at = 0; at < 1023; at++) {
        const torn = now.slice();
        torn.set(before.subarray(at), at);
        // The rest may happen to agree with what was to be written.
        if (Buffer.from(torn).equals(now)) continue;
        expect(hex(torn)).not.toBe(hex(now));
        seen.add(hex(torn));
      }
    }
    expect(seen.size).toBeGreaterThan(3000);
  });

  test('turns over half of its bits, whichever bit of the data does', () => {
    const data = drawn(240);
    const before = Buffer.from(hex(data), 'hex');
    const counts = Array.from({ length: 128 }, () => 0);
    for (let bit = 0; bit < 240 * 8; bit++) {
      data[bit >> 3] = (data[bit >> 3] as number) ^ (1 << (bit & 7));
      const after = Buffer.from(hex(data), 'hex');
      data[bit >> 3] = (data[bit >> 3] as number) ^ (1 << (bit & 7));
      for (let out = 0; out < 128; out++) {
        const difference = (before[out >> 3] as number) ^ (after[out >> 3] as number);
        counts[out] = (counts[out] as number) + ((difference >> (out & 7)) & 1);
      }
    }
    // Half of 1920, give or take six standard deviations.
    expect(Math.min(...counts)).toBeGreaterThan(960 - 132);
    expect(Math.max(...counts)).toBeLessThan(960 + 132);
  });

  test('of a range is that of the bytes in it, at every alignment', () => {
    const data = drawn(300);
    for (let from = 0; from < 20; from++) {
      expect(hex(data, from, 290)).toBe(hex(data.slice(from, 290)));
    }
  });
});
