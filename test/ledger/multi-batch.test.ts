import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTrailer, encodeBody, trailerSize } from '../../harness/ledger/multi-batch.ts';

describe('multi-batch bodies', () => {
  test('hold the counts in the trailer, the first batch nearest to the end', () => {
    const body = encodeBody(16, [
      new Uint8Array(32).fill(1),
      new Uint8Array(0),
      new Uint8Array(16).fill(2),
    ]);
    expect([...body.subarray(0, 48)]).toEqual([...Array(32).fill(1), ...Array(16).fill(2)]);
    expect([...body.subarray(48)]).toEqual([...Array(8).fill(255), 1, 0, 0, 0, 2, 0, 3, 0]);
  });

  test('come back as they went', () => {
    const sizes = fc.constantFrom(16, 64, 128);
    const counts = fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(sizes, counts, (size, batches) => {
        const body = encodeBody(
          size,
          batches.map((count) => new Uint8Array(count * size)),
        );
        expect(body.length % size).toBe(0);
        expect(decodeTrailer(size, body)).toEqual(batches);
      }),
    );
  });

  test('grow the trailer by whole elements', () => {
    expect(trailerSize(128, 1)).toBe(128);
    expect(trailerSize(128, 63)).toBe(128);
    expect(trailerSize(128, 64)).toBe(256);
    expect(trailerSize(16, 7)).toBe(16);
    expect(trailerSize(16, 8)).toBe(32);
  });

  test.each([
    ['nothing', new Uint8Array(0)],
    ['not whole elements', new Uint8Array(100).fill(255)],
    ['no batch', withEnd(128, [0, 0])],
    ['65535 batches', withEnd(128, [255, 255])],
    ['more batches than there is room', withEnd(128, [64, 0])],
    ['an event that is not there', withEnd(128, [1, 0, 1, 0])],
    ['bytes that no batch counts', withEnd(256, [0, 0, 1, 0])],
    ['other padding', withEnd(128, [0, 254, 0, 0, 1, 0])],
  ])('%s is not well-formed', (_, body) => {
    expect(decodeTrailer(128, body)).toBeUndefined();
  });
});

function withEnd(size: number, end: number[]): Uint8Array {
  const body = new Uint8Array(size).fill(255);
  body.set(end, size - end.length);
  return body;
}
