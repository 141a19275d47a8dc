import { assert } from '../harness/assert.ts';
import type { Random } from '../harness/random.ts';

/** What one request of a block is: its family and how many events it has. */
export interface Slot<Family extends string> {
  readonly family: Family;
  readonly events: number;
}

/** Requests come in blocks of so many. */
export const blockSize = 128;

/**
 * The load as blocks of requests: each holds the same families and sizes, in an order that the seed
 * decides. So shares are met in every run, and how many objects the first n requests can make is
 * known without a seed.
 */
export class Blocks<Family extends string> {
  readonly slots: readonly Slot<Family>[];
  readonly #random: Random;
  /** Of blocks asked for lately: slot by place, behind it place by slot. Kept for speed only. */
  readonly #orders = new Map<number, Uint8Array>();

  constructor(slots: readonly Slot<Family>[], random: Random) {
    assert(slots.length === blockSize, 'a block is full');
    this.slots = slots;
    this.#random = random;
  }

  /** What request `index` is. */
  at(index: number): Slot<Family> {
    const order = this.#order(Math.floor(index / blockSize));
    return this.slots[order[index % blockSize] as number] as Slot<Family>;
  }

  /** The index of the request in `block` that has the slot `slot`. */
  indexOf(block: number, slot: number): number {
    return block * blockSize + (this.#order(block)[blockSize + slot] as number);
  }

  #order(block: number): Uint8Array {
    let order = this.#orders.get(block);
    if (order === undefined) {
      order = new Uint8Array(2 * blockSize);
      const shuffled = this.#random.at(block).shuffled(this.slots.map((_, slot) => slot));
      for (let place = 0; place < blockSize; place++) {
        const slot = shuffled[place] as number;
        order[place] = slot;
        order[blockSize + slot] = place;
      }
      if (this.#orders.size >= 64) this.#orders.clear();
      this.#orders.set(block, order);
    }
    return order;
  }
}

/** The events of some families, counted through block by block. */
export class Series<Family extends string> {
  /** In one block. */
  readonly perBlock: number;
  readonly #blocks: Blocks<Family>;
  /** By place in a block: the slot, and the position in its request. */
  readonly #slots: Uint8Array;
  readonly #positions: Uint16Array;

  constructor(blocks: Blocks<Family>, families: readonly Family[]) {
    const slots: number[] = [];
    const positions: number[] = [];
    for (const [slot, { family, events }] of blocks.slots.entries()) {
      if (!families.includes(family)) continue;
      for (let position = 0; position < events; position++) {
        slots.push(slot);
        positions.push(position);
      }
    }
    this.perBlock = slots.length;
    this.#blocks = blocks;
    this.#slots = Uint8Array.from(slots);
    this.#positions = Uint16Array.from(positions);
  }

  /** The request and the position of event `place` of the series. */
  at(place: number): { readonly index: number; readonly position: number } {
    const rest = place % this.perBlock;
    const block = Math.floor(place / this.perBlock);
    return {
      index: this.#blocks.indexOf(block, this.#slots[rest] as number),
      position: this.#positions[rest] as number,
    };
  }
}

/** How many of a block's requests each weight gets: its share, and at least one if above 0. */
export function quotas(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const counts = weights.map((weight) =>
    weight === 0 ? 0 : Math.max(1, Math.floor((weight * blockSize) / sum)),
  );
  const largest = counts.indexOf(Math.max(...counts));
  const rest = blockSize - counts.reduce((total, count) => total + count, 0);
  counts[largest] = (counts[largest] as number) + rest;
  return counts;
}
