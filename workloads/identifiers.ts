import { assert } from '../harness/assert.ts';
import type { Random } from '../harness/random.ts';
import { Hashes } from './heads.ts';

export const identifierOrders = ['scattered', 'dense', 'time-ordered', 'reversed'] as const;
export type IdentifierOrder = (typeof identifierOrders)[number];

/** In place of a number: the id 0, which no object can have. */
export const idZero = -1;
/** In place of a number: the id 2^128 − 1, which no object can have. */
export const idMax = -2;
/** Numbers from here on are never given to an object. */
export const unknownNumbers = 2 ** 52;

const two32 = 0x1_0000_0000;
const u128Max = (1n << 128n) - 1n;
const low80 = (1n << 80n) - 1n;

/** Of time-ordered ids: midnight of 2026-01-01 UTC in ms since 1970. */
const firstMillisecond = 1_767_225_600_000;
/** And how many ids are of one millisecond. */
const idsPerMillisecond = 8192;

/**
 * Ids as a reversible permutation of an object's number (0 to 2^53 − 1): nothing is stored, and
 * an id that turns up anywhere tells which request made it. `scattered` spreads them over all 128
 * bits, `dense` counts up from 1, `reversed` counts down from 2^128 − 2, and `time-ordered` has 48
 * bits of milliseconds over 80 bits that are drawn once a millisecond and counted up within it.
 */
export class Identifiers {
  readonly #order: IdentifierOrder;
  readonly #first: number;
  readonly #second: number;
  readonly #hashes: Hashes;
  /** The id that was made last, as four words of which the first is the lowest. */
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 0;

  constructor(order: IdentifierOrder, random: Random) {
    this.#order = order;
    this.#first = random.uint32();
    this.#second = random.uint32();
    this.#hashes = new Hashes(random);
  }

  /** Writes the id of `number` as 16 little-endian bytes. */
  write(view: DataView, offset: number, number: number): void {
    this.#make(number);
    view.setInt32(offset, this.#a, true);
    view.setInt32(offset + 4, this.#b, true);
    view.setInt32(offset + 8, this.#c, true);
    view.setInt32(offset + 12, this.#d, true);
  }

  /** The id of `number`. */
  idOf(number: number): bigint {
    this.#make(number);
    const words = [this.#d, this.#c, this.#b, this.#a];
    return words.reduce((id, word) => (id << 32n) | BigInt(word >>> 0), 0n);
  }

  /** The number whose id this is, or null where no object has it. */
  numberOf(id: bigint): number | null {
    assert(id >= 0n && id <= u128Max, 'an id has 128 bits');
    if (id === 0n) return idZero;
    if (id === u128Max) return idMax;
    switch (this.#order) {
      case 'dense':
        return toNumber(id - 1n);
      case 'reversed':
        return toNumber(u128Max - 1n - id);
      case 'time-ordered': {
        const first = (Number(id >> 80n) - firstMillisecond) * idsPerMillisecond;
        if (first < 0 || !Number.isSafeInteger(first)) return null;
        const count = (id & low80) - (this.idOf(first) & low80);
        return count >= 0n && count < idsPerMillisecond ? first + Number(count) : null;
      }
      default: {
        const words = Uint32Array.from([0, 32, 64, 96], (bits) =>
          Number((id >> BigInt(bits)) & 0xffff_ffffn),
        );
        for (let round = 0; round < 4; round++) unmix(words);
        const [low, high, first, second] = words as unknown as [number, number, number, number];
        if (first !== this.#first || second !== this.#second || high >= 1 << 21) return null;
        return high * two32 + low;
      }
    }
  }

  #make(number: number): void {
    assert(Number.isSafeInteger(number) && number >= idMax, 'an object has a number');
    if (number < 0) {
      this.#a = number === idZero ? 0 : -1;
      this.#b = this.#a;
      this.#c = this.#a;
      this.#d = this.#a;
    } else if (this.#order === 'scattered') {
      this.#scatter(number);
    } else if (this.#order === 'time-ordered') {
      this.#order80(number);
    } else {
      // Reversed is the complement of number + 1: 2^128 − 2 − number.
      const complement = this.#order === 'reversed' ? -1 : 0;
      this.#a = (number + 1) ^ complement;
      this.#b = Math.floor((number + 1) / two32) ^ complement;
      this.#c = complement;
      this.#d = complement;
    }
  }

  /** Four rounds of additions, rotations and exclusive ors: each step can be undone. */
  #scatter(number: number): void {
    let a = number | 0;
    let b = Math.floor(number / two32);
    let c = this.#first;
    let d = this.#second;
    for (let round = 0; round < 4; round++) {
      a = (a + b) | 0;
      d = rotate(d ^ a, 15);
      c = (c + d) | 0;
      b = rotate(b ^ c, 11);
      a = (a + b) | 0;
      d = rotate(d ^ a, 9);
      c = (c + d) | 0;
      b = rotate(b ^ c, 5);
    }
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }

  #order80(number: number): void {
    const since = Math.floor(number / idsPerMillisecond);
    const millisecond = firstMillisecond + since;
    const hashes = this.#hashes;
    // The lowest of the 80 bits leave room to count within the millisecond.
    this.#a = (hashes.of(since) & ~(idsPerMillisecond - 1)) | (number % idsPerMillisecond);
    this.#b = hashes.of(since, 0x85ebca6b) | 0;
    this.#c = (hashes.of(since, 0x165667b1) & 0xffff) | ((millisecond & 0xffff) << 16);
    this.#d = Math.floor(millisecond / 0x1_0000) | 0;
  }
}

function toNumber(value: bigint): number | null {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
}

/** One round of `scatter` back. */
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
