import { describe, expect, test } from 'vitest';
import { Random } from '../../harness/random.ts';
import { Blocks, blockSize, quotas } from '../../workloads/blocks.ts';
import {
  longTail,
  ofAnyMagnitude,
  ofBits,
  type Popularity,
  popularities,
  Ranks,
} from '../../workloads/distribution.ts';

test('numbers have as many bits as asked for', () => {
  const random = Random.fromSeed('bits');
  expect(ofBits(random, 0)).toBe(0n);
  for (let bits = 1; bits <= 128; bits++) {
    expect(ofBits(random, bits).toString(2)).toHaveLength(bits);
  }
  const drawn = new Set<number>();
  for (let i = 0; i < 2000; i++) drawn.add(ofAnyMagnitude(random, 128).toString(2).length);
  expect(drawn.size).toBe(128);
});

/** Within five standard deviations of a binomial draw, squared so that no root is taken. */
function near(count: number, wanted: number): void {
  expect((count - wanted) ** 2, `${count} for ${wanted}`).toBeLessThan(25 * wanted);
}

describe('popularity', () => {
  const draws = 58_580;
  const counts = (popularity: Popularity, count: number): number[] => {
    const random = Random.fromSeed(`ranks ${popularity}`);
    const ranks = new Ranks(popularity);
    const drawn = Array.from({ length: count }, () => 0);
    for (let i = 0; i < draws; i++) drawn[ranks.draw(random, count)]! += 1;
    return drawn;
  };
  test('uniform: all alike', () => {
    for (const count of counts('uniform', 10)) near(count, draws / 10);
  });

  test('zipf: falls with the rank', () => {
    // The harmonic sum of 10 is 2.929: rank r has 20,000 / (r + 1) of them.
    for (const [rank, count] of counts('zipf', 10).entries()) near(count, 20_000 / (rank + 1));
  });

  test('latest: the last ones, as zipf has the first ones', () => {
    const drawn = counts('latest', 10).toReversed();
    for (const [rank, count] of drawn.entries()) near(count, 20_000 / (rank + 1));
  });

  test('hot-cold: nine of ten fall to the first tenth', () => {
    const drawn = counts('hot-cold', 50);
    for (const hot of drawn.slice(0, 5)) near(hot, (draws * 9) / 50);
    for (const cold of drawn.slice(5)) near(cold, draws / 450);
  });

  test.each(popularities)('%s: of one or two things, each is meant', (popularity) => {
    const ranks = new Ranks(popularity);
    expect(ranks.draw(Random.fromSeed('one'), 1)).toBe(0);
    expect(counts(popularity, 2).every((count) => count > 1000)).toBe(true);
  });
});

test('a long tail has the mean asked for, and reaches the maximum', () => {
  const sizes = longTail(77, 14, 200);
  expect(sizes.toSorted((a, b) => a - b)).toEqual(sizes);
  expect(sizes[0]).toBe(1);
  expect(sizes.at(-1)).toBe(200);
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  expect(mean).toBeGreaterThanOrEqual(14);
  expect(mean).toBeLessThan(15);
  expect(longTail(1, 1, 1)).toEqual([1]);
  expect(longTail(5, 7, 7)).toEqual([7, 7, 7, 7, 7]);
});

test('quotas fill a block, and leave nobody out who has a weight', () => {
  expect(quotas([1])).toEqual([blockSize]);
  const counts = quotas([1_000_000, 1, 0, 1]);
  expect(counts).toEqual([blockSize - 2, 1, 0, 1]);
});

test('every block holds all slots, in an order of its own', () => {
  const slots = Array.from({ length: blockSize }, (_, events) => ({ family: 'any', events }));
  const blocks = new Blocks(slots, Random.fromSeed('blocks'));
  const orders = [0, 1, 100].map((block) =>
    Array.from({ length: blockSize }, (_, i) => blocks.at(block * blockSize + i).events),
  );
  for (const order of orders) {
    expect(order.toSorted((a, b) => a - b)).toEqual(slots.map(({ events }) => events));
  }
  expect(orders[0]).not.toEqual(orders[1]);
  for (let slot = 0; slot < blockSize; slot++) {
    expect(blocks.at(blocks.indexOf(100, slot)).events).toBe(slot);
  }
});
