import { array, assert, asyncProperty, integer, uniqueArray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { removeChunks } from '../../../fault-injector/shrink/remove-chunks.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const total = (some: readonly { weight: number }[]): number =>
  some.reduce((sum, { weight }) => sum + weight, 0);

describe('removeChunks', () => {
  test('leaves exactly what is needed, in its order', async () => {
    await assert(
      asyncProperty(
        integer({ min: 1, max: 300 }),
        uniqueArray(integer({ min: 0, max: 299 }), { maxLength: 6 }),
        async (count, wanted) => {
          const needed = wanted.filter((each) => each < count).toSorted((a, b) => a - b);
          const left = await removeChunks(numbers(count), async (items) =>
            needed.every((each) => items.includes(each)),
          );
          expect(left).toEqual(needed);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('whatever the failure depends on, no single item can go', async () => {
    const property = asyncProperty(
      array(integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }),
      async (weights) => {
        const items = weights.map((weight, place) => ({ weight, place }));
        const limit = Math.ceil(total(items) / 3);
        const fails = async (some: readonly { weight: number }[]): Promise<boolean> =>
          total(some) >= limit;
        const left = await removeChunks(items, fails);
        expect(await fails(left)).toBe(true);
        for (const each of left) {
          expect(await fails(left.filter((other) => other !== each))).toBe(false);
        }
      },
    );
    await assert(property, { numRuns: 100 });
  });

  test('finds three of 20,000 in few attempts', async () => {
    let attempts = 0;
    const needed = [17, 9_000, 9_001];
    const left = await removeChunks(numbers(20_000), async (items) => {
      attempts += 1;
      return needed.every((each) => items.includes(each));
    });
    expect(left).toEqual(needed);
    expect(attempts).toBeLessThan(120);
  });

  test('nothing is needed, or nothing is there', async () => {
    expect(await removeChunks(numbers(10), async () => true)).toEqual([]);
    expect(await removeChunks([], async () => true)).toEqual([]);
  });
});
