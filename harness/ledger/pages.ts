import { assert } from '../assert.ts';

/** Words of a page: 128 KiB, so that a page is made, copied or written well within a pause. */
const pageWordsShift = 15;

/** In bytes. */
export const pageSize = 4 << pageWordsShift;

/** So many records are fetched at once: what they touch fits into a processor's cache. */
export const fetchMax = 128;

/**
 * A table of records of equal size, in pages: it grows without copying, and what changed can be
 * told by page. A record is read as `page(index)[at(index) + word]`.
 */
export class Pages {
  /** How many records it holds. */
  count = 0;
  readonly pages: Int32Array[] = [];
  readonly recordWords: number;
  private readonly recordShift: number;
  private readonly pageShift: number;
  private readonly pageMask: number;
  /** What was fetched, so that no compiler leaves the reading out. */
  protected seen = 0;

  /** A record is `2 ** recordWordsShift` words of four bytes. */
  constructor(recordWordsShift: number) {
    assert(recordWordsShift < pageWordsShift, 'a record must fit into a page');
    this.recordWords = 1 << recordWordsShift;
    this.recordShift = recordWordsShift;
    this.pageShift = pageWordsShift - recordWordsShift;
    this.pageMask = (1 << this.pageShift) - 1;
  }

  /** The page in which record `index` lies. */
  page(index: number): Int32Array {
    return this.pages[index >>> this.pageShift] as Int32Array;
  }

  /** The record's first word in its page. */
  at(index: number): number {
    return (index & this.pageMask) << this.recordShift;
  }

  /**
   * Fetches the first `count` records of `indexes` into the processor's cache. A loop that does
   * nothing else has many reads under way at once; wherever there is work between two reads, each
   * is waited for.
   */
  fetch(indexes: Int32Array, count: number): void {
    const { pages, pageShift, pageMask, recordShift } = this;
    const last = this.recordWords - 1;
    const middle = this.recordWords >>> 1;
    const isLong = this.recordWords > 16;
    let seen = 0;
    for (let i = 0; i < count; i++) {
      const index = indexes[i] as number;
      const page = pages[index >>> pageShift] as Int32Array;
      const at = (index & pageMask) << recordShift;
      // Pages begin anywhere in a line of the cache, so a record may lie in one line more.
      seen ^= (page[at] as number) ^ (page[at + last] as number);
      if (isLong) seen ^= page[at + middle] as number;
    }
    this.seen = seen;
  }

  /** Up to which index, `until` at most, records lie in the same page as record `index`. */
  samePageUntil(index: number, until: number): number {
    return Math.min(until, (index | this.pageMask) + 1);
  }

  /** Makes room for one record, whose words are arbitrary, and returns its index. */
  push(): number {
    const index = this.count++;
    if (index >>> this.pageShift === this.pages.length) {
      this.pages.push(new Int32Array(1 << pageWordsShift));
    }
    return index;
  }

  /** Makes room for `count` records more, which are not pushed yet. */
  reserve(count: number): void {
    while (this.pages.length << this.pageShift < this.count + count) {
      this.pages.push(new Int32Array(1 << pageWordsShift));
    }
  }

  truncate(count: number): void {
    assert(count <= this.count, 'a table can only be truncated to less than it holds');
    this.count = count;
  }
}
