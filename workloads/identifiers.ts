import { assert } from '../harness/assert.ts';
import type { Random } from '../harness/random.ts';

export const identifierOrders = ['scattered', 'dense', 'reversed'] as const;
export type IdentifierOrder = (typeof identifierOrders)[number];

/** In place of a number: the id 0, which no object can have. */
export const idZero = -1;
/** In place of a number: the id 2^128 − 1, which no object can have. */
export const idMax = -2;
/** Numbers from here on are never given to an object. */
export const unknownNumbers = 2 ** 52;

const two32 = 0x1_0000_0000;
const u128Max = (1n << 128n) - 1n;
const rounds = 4;

/**
 * Ids as a reversible permutation of an object's number (0 to 2^53 − 1): nothing is stored, and
 * an id that turns up anywhere tells which request made it. `scattered` spreads them over all 128
 * bits, `dense` counts up from 1, `reversed` counts down from 2^128 − 2.
 */
export class Identifiers {
  readonly #order: IdentifierOrder;
  readonly #keys: readonly [number, number];
  readonly #words = new Uint32Array(4);

  constructor(order: IdentifierOrder, random: Random) {
    this.#order = order;
    this.#keys = [random.uint32(), random.uint32()];
  }

  /** Writes the id of `number` as 16 little-endian bytes. */
  write(view: DataView, offset: number, number: number): void {
    this.#fill(number);
    const words = this.#words;
    for (let i = 0; i < 4; i++) view.setUint32(offset + 4 * i, words[i] as number, true);
  }

  /** The id of `number`. */
  idOf(number: number): bigint {
    this.#fill(number);
    return this.#words.reduceRight((id, word) => (id << 32n) | BigInt(word), 0n);
  }

  /** The number whose id this is, or null where no object has it. */
  numberOf(id: bigint): number | null {
    assert(id >= 0n && id <= u128Max, 'an id has 128 bits');
    if (id === 0n) return idZero;
    if (id === u128Max) return idMax;
    if (this.#order === 'dense') return toNumber(id - 1n);
    if (this.#order === 'reversed') return toNumber(u128Max - 1n - id);
    const words = this.#words;
    for (let i = 0; i < 4; i++) words[i] = Number((id >> BigInt(32 * i)) & 0xffff_ffffn);
    for (let round = 0; round < rounds; round++) unmix(words);
    const [low, high, first, second] = words as unknown as [number, number, number, number];
    if (first !== this.#keys[0] || second !== this.#keys[1] || high >= 1 << 21) return null;
    return high * two32 + low;
  }

  #fill(number: number): void {
    assert(Number.isSafeInteger(number) && number >= idMax, 'an object has a number');
    const words = this.#words;
    if (number < 0) {
      words.fill(number === idZero ? 0 : 0xffff_ffff);
      return;
    }
    const low = number >>> 0;
    const high = Math.floor(number / two32);
    if (this.#order === 'scattered') {
      words[0] = low;
      words[1] = high;
      words[2] = this.#keys[0];
      words[3] = this.#keys[1];
      for (let round = 0; round < rounds; round++) mix(words);
    } else if (this.#order === 'dense') {
      words[0] = low + 1;
      words[1] = low === 0xffff_ffff ? high + 1 : high;
      words[2] = 0;
      words[3] = 0;
    } else {
      // The complement of number + 1: 2^128 − 2 − number.
      words[0] = ~(low + 1);
      words[1] = ~(low === 0xffff_ffff ? high + 1 : high);
      words[2] = 0xffff_ffff;
      words[3] = 0xffff_ffff;
    }
  }
}

function toNumber(value: bigint): number | null {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
}

/** One round of additions, rotations and exclusive ors: each step can be undone. */
function mix(words: Uint32Array): void {
  let [a, b, c, d] = words as unknown as [number, number, number, number];
  a = (a + b) | 0;
  d = rotate(d ^ a, 15);
  c = (c + d) | 0;
  b = rotate(b ^ c, 11);
  a = (a + b) | 0;
  d = rotate(d ^ a, 9);
  c = (c + d) | 0;
  b = rotate(b ^ c, 5);
  words[0] = a;
  words[1] = b;
  words[2] = c;
  words[3] = d;
}

function unmix(words: Uint32Array): void {
  let [a, b, c, d] = words as unknown as [number, number, number, number];
  b = rotate(b, 27) ^ c;
  c = (c - d) | 0;
  d = rotate(d, 23) ^ a;
  a = (a - b) | 0;
  b = rotate(b, 21) ^ c;
  c = (c - d) | 0;
  d = rotate(d, 17) ^ a;
  a = (a - b) | 0;
  words[0] = a;
  words[1] = b;
  words[2] = c;
  words[3] = d;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
