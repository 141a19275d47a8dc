import { assert } from '../assert.ts';
import { Pages } from './pages.ts';

/** Words of a list: its first entry, how many there are, and the addresses of two chunks or 0. */
const firstAt = 0;
const countAt = 1;
const headAt = 2;
const tailAt = 3;

/** Words of a chunk before its entries. */
const previousAt = 0;
const nextAt = 1;
const usedAt = 2;
const capacityAt = 3;
const chunkHeader = 4;

const chunkWordsMin = 8;
const chunkWordsMax = 4096;

/**
 * Ascending lists of record indexes, one for each value of an indexed field. A list of one entry,
 * which is what most unique values have, takes no chunk; the others are chains of chunks, each
 * twice as large as the one before, so that a list can be walked and searched from both ends.
 */
export class Postings {
  readonly lists = new Pages(2);
  /** The chunks, in allocation units of eight words. Unit 0 is never used: it stands for none. */
  readonly chunks = new Pages(3);

  constructor() {
    this.chunks.push();
  }

  /** Begins an empty list and returns its number. */
  begin(): number {
    const list = this.lists.push();
    const page = this.lists.page(list);
    const at = this.lists.at(list);
    page[at + firstAt] = -1;
    page[at + countAt] = 0;
    page[at + headAt] = 0;
    page[at + tailAt] = 0;
    return list;
  }

  count(list: number): number {
    return this.lists.page(list)[this.lists.at(list) + countAt] as number;
  }

  /** The lowest entry of a list that has one. */
  first(list: number): number {
    return this.lists.page(list)[this.lists.at(list) + firstAt] as number;
  }

  /** `entry` must be above all that the list holds. */
  append(list: number, entry: number): void {
    const page = this.lists.page(list);
    const at = this.lists.at(list);
    const count = page[at + countAt] as number;
    page[at + countAt] = count + 1;
    if (count === 0) {
      page[at + firstAt] = entry;
      return;
    }
    let tail = page[at + tailAt] as number;
    if (tail === 0 || this.word(tail, usedAt) === this.word(tail, capacityAt)) {
      const next = this.allocate(tail);
      if (tail === 0) page[at + headAt] = next;
      page[at + tailAt] = next;
      tail = next;
    }
    const chunk = this.chunks.page(tail);
    const start = this.chunks.at(tail);
    const used = chunk[start + usedAt] as number;
    chunk[start + chunkHeader + used] = entry;
    chunk[start + usedAt] = used + 1;
  }

  private word(chunk: number, word: number): number {
    return this.chunks.page(chunk)[this.chunks.at(chunk) + word] as number;
  }

  /** A chunk twice as large as `previous`, linked to it; the smallest where that is 0. */
  private allocate(previous: number): number {
    const words =
      previous === 0
        ? chunkWordsMin
        : Math.min((this.word(previous, capacityAt) + chunkHeader) * 2, chunkWordsMax);
    const units = words / chunkWordsMin;
    let chunk = this.chunks.push();
    // A chunk lies in one page: what is left of the last one, if it is too little, stays unused.
    const pageUnits = this.chunks.page(chunk).length / chunkWordsMin;
    while ((chunk % pageUnits) + units > pageUnits) chunk = this.chunks.push();
    for (let unit = 1; unit < units; unit++) this.chunks.push();
    const page = this.chunks.page(chunk);
    const at = this.chunks.at(chunk);
    page[at + previousAt] = previous;
    page[at + nextAt] = 0;
    page[at + usedAt] = 0;
    page[at + capacityAt] = words - chunkHeader;
    if (previous !== 0) {
      this.chunks.page(previous)[this.chunks.at(previous) + nextAt] = chunk;
    }
    return chunk;
  }

  /** For cursors: the list's first (or last) chunk, or 0. */
  edge(list: number, reversed: boolean): number {
    return this.lists.page(list)[this.lists.at(list) + (reversed ? tailAt : headAt)] as number;
  }

  /** For cursors: the chunk after (or before) this one, or 0. */
  beside(chunk: number, reversed: boolean): number {
    return this.word(chunk, reversed ? previousAt : nextAt);
  }

  /** The lowest entry of `chunk` that is at least `target` (reversed: the highest at most). */
  search(chunk: number, target: number, reversed: boolean): number {
    const page = this.chunks.page(chunk);
    const from = this.chunks.at(chunk) + chunkHeader;
    const used = page[from - chunkHeader + usedAt] as number;
    assert(used > 0, 'no chunk is empty');
    // Find how many entries are below the target (reversed: at most the target).
    let low = 0;
    let high = used;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = page[from + middle] as number;
      if (reversed ? entry <= target : entry < target) low = middle + 1;
      else high = middle;
    }
    if (reversed) return low === 0 ? -1 : (page[from + low - 1] as number);
    return low === used ? -1 : (page[from + low] as number);
  }
}
