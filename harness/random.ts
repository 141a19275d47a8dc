import seedrandom from 'seedrandom';
import { assert } from './assert.ts';

/** A probability as `[numerator, denominator]`: integers, so that no float decides anything. */
export type Ratio = readonly [numerator: number, denominator: number];

const two32 = 0x100000000;

/**
 * A deterministic generator (sfc32): integers only, forked by name. A fork depends on the seed and
 * the name alone, never on what was drawn before, so that a new draw in one place shifts no other.
 */
export class Random {
  readonly #seed: readonly [number, number, number, number];
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  private constructor(a: number, b: number, c: number, d: number) {
    this.#seed = [a, b, c, d];
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#counter = d;
    for (let round = 0; round < 12; round++) this.uint32();
  }

  /** A generator from a seed of any text. */
  static fromSeed(text: string): Random {
    const words = seedrandom(text);
    return new Random(words.int32(), words.int32(), words.int32(), words.int32());
  }

  /** An independent generator for a named consumer. */
  fork(name: string): Random {
    let hash = 0x811c9dc5;
    for (let i = 0; i < name.length; i++) {
      hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    }
    return this.#derive(hash, name.length);
  }

  /** An independent generator for the element `index` (0 to 2^53 − 1) of a series. */
  at(index: number): Random {
    assert(Number.isSafeInteger(index) && index >= 0, 'a series is indexed from 0');
    return this.#derive(index | 0, Math.trunc(index / two32) ^ 0x5bd1e995);
  }

  #derive(low: number, high: number): Random {
    const [a, b, c, d] = this.#seed;
    return new Random(
      a ^ Math.imul(low, 0x9e3779b1),
      b ^ Math.imul(high, 0x85ebca77),
      (c + low) | 0,
      (d ^ Math.imul(low ^ (low >>> 15), 0xc2b2ae3d)) | 0,
    );
  }

  /** An integer from 0 to 2^32 − 1. */
  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** An integer from 0 to `limit` − 1, every one equally likely; `limit` is 1 to 2^53 − 1. */
  below(limit: number): number {
    assert(Number.isSafeInteger(limit) && limit > 0, 'a draw needs a limit of at least 1');
    if (limit > two32) return this.#belowWide(limit);
    let value = this.uint32();
    if (limit === two32) return value;
    // Values from the incomplete last stretch would be too likely: draw again. Where it begins is
    // asked for only where it matters, and words are divided as words: that is ten times as fast.
    while (value >= two32 - limit && value >= two32 - (two32 % limit)) value = this.uint32();
    return (value % (limit >>> 0)) >>> 0;
  }

  #belowWide(limit: number): number {
    const range = Number.MAX_SAFE_INTEGER;
    const fair = range - (range % limit);
    let value = range;
    while (value >= fair) value = (this.uint32() >>> 11) * two32 + this.uint32();
    return value % limit;
  }

  /** An integer from `minimum` to `maximum`, both included. */
  between(minimum: number, maximum: number): number {
    return minimum + this.below(maximum - minimum + 1);
  }

  /** True with the probability `ratio`. */
  chance(ratio: Ratio): boolean {
    return this.below(ratio[1]) < ratio[0];
  }

  /** One element, every one equally likely. */
  pick<T>(choices: readonly T[]): T {
    assert(choices.length > 0, 'a pick needs something to choose from');
    return choices[this.below(choices.length)] as T;
  }

  /** The index of one of `weights`, each as likely as its share of the sum. */
  weighted(weights: readonly number[]): number {
    let rest = this.below(weights.reduce((sum, weight) => sum + weight, 0));
    for (let i = 0; i < weights.length; i++) {
      rest -= weights[i] as number;
      if (rest < 0) return i;
    }
    throw new Error('unreachable: a draw lies below the sum of the weights');
  }

  /** A shuffled copy (Fisher and Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const kept = result[i] as T;
      result[i] = result[j] as T;
      result[j] = kept;
    }
    return result;
  }

  /** An exponentially distributed integer with the given mean, at most 17 times the mean. */
  exponential(mean: number): number {
    const position = this.uint32() >>> 8;
    const cell = position >>> 12;
    const fraction = position & 0xfff;
    const low = exponentialTable[cell] as number;
    const high = exponentialTable[cell + 1] as number;
    const scaled = low * 4096 + (high - low) * fraction;
    // scaled is −ln(1 − u) in units of 2^−32; split the product so that it stays exact.
    return (
      Math.floor(mean / 65536) * Math.floor(scaled / 65536) +
      Math.floor(((mean % 65536) * Math.floor(scaled / 65536)) / 65536)
    );
  }
}

/** −ln(1 − i/4096) in units of 2^−20, from integers: float logarithms differ by engine. */
const exponentialTable = ((): Float64Array => {
  const cells = 4096;
  const table = new Float64Array(cells + 1);
  for (let i = 0; i < cells; i++) table[i] = naturalLog(cells, cells - i);
  // The last cell runs to the largest draw that 24 bits can make, not to infinity.
  table[cells] = Math.floor((166355 * 1048576) / 10000);
  return table;
})();

/** ln(numerator / denominator) in units of 2^−20; both from 1 to 4096, the first not smaller. */
function naturalLog(numerator: number, denominator: number): number {
  const one = 1 << 25;
  let whole = 0;
  let n = numerator;
  while (n >= 2 * denominator) {
    n /= 2;
    whole++;
  }
  let x = Math.floor((n * one) / denominator);
  let bits = 0;
  for (let i = 0; i < 24; i++) {
    x = Math.floor((x * x) / one);
    bits *= 2;
    if (x >= 2 * one) {
      x = Math.floor(x / 2);
      bits += 1;
    }
  }
  // log2 in units of 2^−24, times ln 2 in units of 2^−24, down to units of 2^−20.
  const logarithm = whole * 16777216 + bits;
  return Math.floor((logarithm * 11629080) / 268435456);
}
