import { assert } from '../harness/assert.ts';
import type { Random } from '../harness/random.ts';

export const popularities = ['uniform', 'hot-cold', 'zipf', 'latest'] as const;
export type Popularity = (typeof popularities)[number];

/** Of hot and cold: nine draws of ten fall to the first tenth. */
const hotChance = [9, 10] as const;
const hotShare = 10;

/**
 * Draws which of `count` things is meant: all alike; the first tenth nine times of ten; the first
 * most often (weight 1/rank); or the last most often, in the same way.
 */
export class Ranks {
  readonly #popularity: Popularity;
  /** By count: the sums of the weights up to each rank. */
  readonly #tables = new Map<number, Float64Array>();

  constructor(popularity: Popularity) {
    this.#popularity = popularity;
  }

  /** A rank from 0 to `count` − 1. */
  draw(random: Random, count: number): number {
    if (count === 1) return 0;
    switch (this.#popularity) {
      case 'uniform':
        return random.below(count);
      case 'hot-cold': {
        const hot = Math.ceil(count / hotShare);
        return random.chance(hotChance) ? random.below(hot) : random.between(hot, count - 1);
      }
      case 'zipf':
        return this.#zipf(random, count);
      default:
        return count - 1 - this.#zipf(random, count);
    }
  }

  #zipf(random: Random, count: number): number {
    const sums = this.#table(count);
    const position = random.below(sums[count - 1] as number);
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (position < (sums[middle] as number)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #table(count: number): Float64Array {
    let sums = this.#tables.get(count);
    if (sums === undefined) {
      sums = new Float64Array(count);
      let sum = 0;
      for (let rank = 0; rank < count; rank++) {
        sum += Math.max(1, Math.floor(0x100_0000 / (rank + 1)));
        sums[rank] = sum;
      }
      this.#tables.set(count, sums);
    }
    return sums;
  }
}

/** A number of `bits` bits, the highest of them set (0 for no bits). */
export function ofBits(random: Random, bits: number): bigint {
  assert(bits >= 0 && bits <= 128, 'an amount has 128 bits');
  if (bits <= 32) {
    if (bits === 0) return 0n;
    const lowest = 2 ** (bits - 1);
    return BigInt(lowest + random.below(lowest));
  }
  let value = ofBits(random, ((bits - 1) % 32) + 1);
  for (let rest = Math.ceil(bits / 32) - 1; rest > 0; rest--) {
    value = (value << 32n) | BigInt(random.uint32());
  }
  return value;
}

/** Every magnitude from 0 to `bitsMax` bits alike. */
export function ofAnyMagnitude(random: Random, bitsMax: number): bigint {
  return ofBits(random, random.between(0, bitsMax));
}

/**
 * Sizes for `count` slots from 1 to `maximum`, ascending, with about the mean asked for: half of
 * them below a third of it, and a long tail.
 */
export function longTail(count: number, mean: number, maximum: number): number[] {
  const sizes = (scale: number): number[] =>
    Array.from({ length: count }, (_, i) =>
      Math.min(maximum, 1 + Math.floor((scale * (2 * i + 1)) / (16 * (2 * (count - i) - 1)))),
    );
  const isEnough = (scale: number): boolean =>
    sizes(scale).reduce((sum, size) => sum + size, 0) >= Math.min(mean, maximum) * count;
  let low = 0;
  // The smallest scale at which even the first slot has the maximum.
  let high = 16 * (2 * count - 1) * (maximum - 1);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return sizes(low);
}
