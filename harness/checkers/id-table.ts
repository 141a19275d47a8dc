import { amountAt, loadAmount, setAmount } from './amounts.ts';
import { WordRows } from './word-rows.ts';

const slotsMin = 1024;
const idWords = 4;

/**
 * Numbers ids of 128 bits from 0 in the order in which they are added: 24 to 32 bytes each, where
 * a map of bigints takes several times as much. Nothing is ever removed.
 */
export class IdTable {
  readonly #ids = new WordRows(idWords);
  /** Open addressing: an id's number plus 1, 0 where the slot is free. */
  #slots = new Int32Array(slotsMin);
  readonly #scratch = new DataView(new ArrayBuffer(16));
  readonly #scratchWords = new Int32Array(idWords);

  get count(): number {
    return this.#ids.count;
  }

  /** The number of the id that stands at `offset`; −1 where it was never added. */
  find(record: DataView, offset: number): number {
    return (this.#slots[this.#slotOf(record, offset)] as number) - 1;
  }

  /** The number of the id that stands at `offset`, which is new where there was none. */
  add(record: DataView, offset: number): number {
    let slot = this.#slotOf(record, offset);
    const known = this.#slots[slot] as number;
    if (known !== 0) return known - 1;
    if (2 * (this.#ids.count + 1) > this.#slots.length) {
      this.#grow();
      slot = this.#slotOf(record, offset);
    }
    const number = this.#ids.push();
    loadAmount(record, offset, this.#ids.page(number), this.#ids.at(number));
    this.#slots[slot] = number + 1;
    return number;
  }

  findId(id: bigint): number {
    setAmount(this.#scratchWords, 0, id);
    for (let word = 0; word < idWords; word++) {
      this.#scratch.setInt32(4 * word, this.#scratchWords[word] as number, true);
    }
    return this.find(this.#scratch, 0);
  }

  id(number: number): bigint {
    return amountAt(this.#ids.page(number), this.#ids.at(number));
  }

  /** Where the id is, or would go. */
  #slotOf(record: DataView, offset: number): number {
    const a = record.getInt32(offset, true);
    const b = record.getInt32(offset + 4, true);
    const c = record.getInt32(offset + 8, true);
    const d = record.getInt32(offset + 12, true);
    const mask = this.#slots.length - 1;
    let slot = hashOf(a, b, c, d) & mask;
    for (;;) {
      const number = (this.#slots[slot] as number) - 1;
      if (number < 0) return slot;
      const page = this.#ids.page(number);
      const at = this.#ids.at(number);
      if (page[at] === a && page[at + 1] === b && page[at + 2] === c && page[at + 3] === d) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#ids.count; number++) {
      const page = this.#ids.page(number);
      const at = this.#ids.at(number);
      const [a, b, c, d] = [page[at], page[at + 1], page[at + 2], page[at + 3]] as Words;
      let slot = hashOf(a, b, c, d) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

type Words = [number, number, number, number];

function hashOf(a: number, b: number, c: number, d: number): number {
  let hash = Math.imul(a, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15) ^ b, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ c, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16) ^ d, 0x27d4eb2f);
  return hash ^ (hash >>> 15);
}
