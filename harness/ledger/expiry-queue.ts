import { Pages } from './pages.ts';
import { compareTimestamps } from './timestamps.ts';

/** Words of an entry: when it falls due, which transfer it is. */
const lowAt = 0;
const highAt = 1;
const transferAt = 2;
const entryWords = 4;

/**
 * A binary heap of pending transfers, the earliest to expire first; of those that expire at the
 * same time, the earliest created. Entries of transfers that are pending no more stay until they
 * come to the top.
 */
export class ExpiryQueue {
  readonly entries = new Pages(2);

  get count(): number {
    return this.entries.count;
  }

  push(high: number, low: number, transfer: number): void {
    let index = this.entries.push();
    this.write(index, high, low, transfer);
    while (index > 0) {
      const parent = (index - 1) >>> 1;
      if (!this.before(index, parent)) return;
      this.swap(index, parent);
      index = parent;
    }
  }

  /** Of the first entry: which transfer it is, and when it falls due. */
  get transfer(): number {
    return this.word(0, transferAt);
  }

  get high(): number {
    return this.word(0, highAt);
  }

  get low(): number {
    return this.word(0, lowAt);
  }

  /** Removes the first entry. */
  pop(): void {
    const last = this.entries.count - 1;
    this.swap(0, last);
    this.entries.truncate(last);
    let index = 0;
    for (;;) {
      let least = index;
      for (let child = index * 2 + 1; child <= index * 2 + 2; child++) {
        if (child < last && this.before(child, least)) least = child;
      }
      if (least === index) return;
      this.swap(index, least);
      index = least;
    }
  }

  private word(index: number, word: number): number {
    return this.entries.page(index)[this.entries.at(index) + word] as number;
  }

  private write(index: number, high: number, low: number, transfer: number): void {
    const page = this.entries.page(index);
    const at = this.entries.at(index);
    page[at + lowAt] = low;
    page[at + highAt] = high;
    page[at + transferAt] = transfer;
  }

  private before(a: number, b: number): boolean {
    const order = compareTimestamps(
      this.word(a, highAt),
      this.word(a, lowAt),
      this.word(b, highAt),
      this.word(b, lowAt),
    );
    return order < 0 || (order === 0 && this.word(a, transferAt) < this.word(b, transferAt));
  }

  private swap(a: number, b: number): void {
    const pageA = this.entries.page(a);
    const pageB = this.entries.page(b);
    const atA = this.entries.at(a);
    const atB = this.entries.at(b);
    for (let word = 0; word < entryWords; word++) {
      const kept = pageA[atA + word] as number;
      pageA[atA + word] = pageB[atB + word] as number;
      pageB[atB + word] = kept;
    }
  }
}
