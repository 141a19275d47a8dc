import { describe, expect, test } from 'vitest';
import { Random } from '../harness/random.ts';

const draws = (random: Random, count = 5): number[] =>
  Array.from({ length: count }, () => random.uint32());

describe('Random', () => {
  test('the same seed gives the same numbers, for ever', () => {
    expect(draws(Random.fromSeed('vivarium'))).toMatchInlineSnapshot(`
      [
        1859519138,
        2107129453,
        1305584346,
        1537222743,
        3789142952,
      ]
    `);
    expect(draws(Random.fromSeed('vivarium').fork('network'))).toMatchInlineSnapshot(`
      [
        167287621,
        2283738888,
        4071501733,
        1676897283,
        4249766331,
      ]
    `);
    expect(draws(Random.fromSeed('vivarium').at(2 ** 40))).toMatchInlineSnapshot(`
      [
        913930202,
        1169059340,
        1106750101,
        1071948661,
        1020916786,
      ]
    `);
  });

  test('a fork does not depend on what was drawn before', () => {
    const fresh = Random.fromSeed('a');
    const used = Random.fromSeed('a');
    draws(used, 100);
    expect(draws(used.fork('faults'))).toEqual(draws(fresh.fork('faults')));
    expect(draws(used.at(7))).toEqual(draws(fresh.at(7)));
  });

  test('forks of different names and neighbours in a series differ', () => {
    const random = Random.fromSeed('a');
    const firsts = new Set<number>();
    for (let i = 0; i < 10_000; i++) firsts.add(random.at(i).uint32());
    for (let i = 0; i < 10_000; i++) firsts.add(random.fork(`name ${i}`).uint32());
    // Twenty thousand draws of 32 bits collide 0.05 times on average.
    expect(firsts.size).toBeGreaterThan(19_990);
  });

  test.each([1, 2, 3, 10, 1000, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1])(
    'below(%d) is fair',
    (limit) => {
      const random = Random.fromSeed('fair');
      const count = 20_000;
      let low = 0;
      for (let i = 0; i < count; i++) {
        const value = random.below(limit);
        expect(value >= 0 && value < limit).toBe(true);
        if (value < limit / 2) low++;
      }
      const share = Math.ceil(limit / 2) / limit;
      expect(Math.abs(low / count - share)).toBeLessThan(0.02);
    },
  );

  test.each([1, 1000, 5_000_000, 3_600_000_000_000])('exponential(%d) has that mean', (mean) => {
    const random = Random.fromSeed('exponential');
    const count = 200_000;
    let sum = 0;
    let beyond = 0;
    for (let i = 0; i < count; i++) {
      const value = random.exponential(mean);
      expect(Number.isSafeInteger(value) && value >= 0 && value <= 17 * mean).toBe(true);
      sum += value;
      if (value > 2 * mean) beyond++;
    }
    // Rounding down takes half a unit off; e^−2 of the draws lie beyond twice the mean.
    expect(Math.abs((sum / count + 0.5) / mean - 1)).toBeLessThan(mean === 1 ? 0.2 : 0.01);
    if (mean > 1) expect(Math.abs(beyond / count - 0.1353)).toBeLessThan(0.004);
  });

  test('weighted draws follow the weights', () => {
    const random = Random.fromSeed('weights');
    const counts = [0, 0, 0];
    for (let i = 0; i < 10_000; i++) {
      const drawn = random.weighted([1, 0, 3]);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    expect(counts[1]).toBe(0);
    expect(Math.abs((counts[2] ?? 0) - 7500)).toBeLessThan(200);
  });

  test('a shuffle keeps every element', () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const shuffled = Random.fromSeed('shuffle').shuffled(items);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(items);
  });
});
