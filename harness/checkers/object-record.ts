import { IdTable } from './id-table.ts';
import { WordRows } from './word-rows.ts';

/**
 * What is known of an object: it is there, its id failed and is used up, or a request without an
 * answer may have made either of that.
 */
export const fate = { unknown: 0, perhaps: 1, there: 2, failed: 3 } as const;

/** Words of a row. */
const word = { fate: 0, position: 1, print: 2 } as const;
const rowWords = 4;

/** What replies said of accounts, or of transfers: 40 to 48 bytes each. */
export class ObjectRecord {
  readonly #ids = new IdTable();
  readonly #rows = new WordRows(rowWords);
  readonly #print = new Int32Array(2);

  /** The number of the id that stands at `offset`; −1 where nothing was ever said of it. */
  find(record: DataView, offset: number): number {
    return this.#ids.find(record, offset);
  }

  /** The number of the id that stands at `offset`, whose fate is unknown where it is new. */
  add(record: DataView, offset: number): number {
    const number = this.#ids.add(record, offset);
    if (number === this.#rows.count) this.#rows.push();
    return number;
  }

  fateOf(number: number): number {
    return number < 0 ? fate.unknown : this.#word(number, word.fate);
  }

  /** The position of the reply that told the object's fate; −1 where none did. */
  toldAt(number: number): number {
    return this.fateOf(number) < fate.there ? -1 : this.#word(number, word.position);
  }

  /** @param position of the reply that tells it; −1 for what nobody told */
  tell(number: number, told: number, position: number): void {
    const page = this.#rows.page(number);
    const at = this.#rows.at(number);
    page[at + word.fate] = told;
    page[at + word.position] = position;
  }

  /** Remembers the event that made the object: 64 bits of its bytes. */
  keepPrint(number: number, record: DataView, offset: number, size: number): void {
    this.#setPrint(record, offset, size);
    this.#rows.page(number).set(this.#print, this.#rows.at(number) + word.print);
  }

  /** Whether the event is the very one that made the object, byte for byte. */
  isSameEvent(number: number, record: DataView, offset: number, size: number): boolean {
    this.#setPrint(record, offset, size);
    return (
      this.#word(number, word.print) === this.#print[0] &&
      this.#word(number, word.print + 1) === this.#print[1]
    );
  }

  #word(number: number, at: number): number {
    return this.#rows.page(number)[this.#rows.at(number) + at] as number;
  }

  #setPrint(record: DataView, offset: number, size: number): void {
    let low = 0x811c9dc5 | 0;
    let high = 0x2545f491 | 0;
    for (let at = 0; at < size; at += 4) {
      const part = record.getInt32(offset + at, true);
      low = Math.imul(low ^ part, 0x9e3779b1);
      low ^= low >>> 15;
      high = Math.imul(high + part, 0x85ebca6b) ^ low;
      high ^= high >>> 13;
    }
    this.#print[0] = low;
    // Odd, so that it is never that of an object whose event nobody knows.
    this.#print[1] = high | 1;
  }
}
