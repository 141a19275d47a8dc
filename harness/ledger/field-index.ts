import type { Cursor } from './cursors.ts';
import { EmptyCursor, ListCursor } from './cursors.ts';
import { HashTable } from './hash-table.ts';
import { fetchMax, type Pages } from './pages.ts';
import type { Postings } from './postings.ts';
import { recordWords } from './record-words.ts';

/** Fewer records of the same value than that are treated as if they were different. */
const runMin = 8;

/**
 * Finds the records in which a field has a given value. The value itself is not stored: it is read
 * from the first record of its list.
 */
export class FieldIndex {
  private readonly lists = new HashTable();
  private readonly postings: Postings;
  private readonly records: Pages;
  /** The field's first word in a record, and how many words it has. */
  private readonly word: number;
  private readonly words: number;
  /** Only these bits of the (first) word belong to the field. */
  private readonly mask: number;
  /** The hashes of the records that are about to be appended. */
  private readonly hashes = new Int32Array(fetchMax);

  constructor(postings: Postings, records: Pages, word: number, words: number, mask: number) {
    this.postings = postings;
    this.records = records;
    this.word = word;
    this.words = words;
    this.mask = mask;
  }

  /**
   * Appends the records from `from` up to `until` (not included): all before must be there. Zero is
   * not indexed: in a query it means any.
   */
  append(from: number, until: number): void {
    let index = from;
    while (index < until) {
      const same = this.sameUntil(index, until);
      if (same === until || same - index >= runMin) {
        this.appendRun(index, same);
        index = same;
      } else {
        const end = Math.min(index + fetchMax, until);
        this.appendDifferent(index, end);
        index = end;
      }
    }
  }

  /** Up to where records from `index` on have the same value, `until` and their page at most. */
  private sameUntil(index: number, until: number): number {
    const { mask, words } = this;
    const page = this.records.page(index);
    const first = this.records.at(index) + this.word;
    const end = this.records.samePageUntil(index, until);
    let field = first + recordWords;
    for (let same = index + 1; same < end; same++) {
      if ((((page[field] as number) ^ (page[first] as number)) & mask) !== 0) return same;
      for (let i = 1; i < words; i++) if (page[field + i] !== page[first + i]) return same;
      field += recordWords;
    }
    return end;
  }

  /** Records of the same value. */
  private appendRun(from: number, until: number): void {
    const page = this.records.page(from);
    const field = this.records.at(from) + this.word;
    if (this.isNone(page, field)) return;
    this.postings.appendRange(this.listOf(this.hash(page, field), page, field), from, until);
  }

  /** Records of different values, at most `fetchMax`. */
  private appendDifferent(from: number, until: number): void {
    const { records, hashes } = this;
    for (let index = from; index < until; index++) {
      hashes[index - from] = this.hash(records.page(index), records.at(index) + this.word);
    }
    this.lists.fetch(hashes, until - from);
    for (let index = from; index < until; index++) {
      const page = records.page(index);
      const field = records.at(index) + this.word;
      if (this.isNone(page, field)) continue;
      this.postings.append(this.listOf(hashes[index - from] as number, page, field), index);
    }
  }

  /** The list of the value `value[at…]`; a new one if there is none. */
  private listOf(hash: number, value: Int32Array, at: number): number {
    let list = this.find(hash, value, at);
    if (list < 0) {
      list = this.postings.begin();
      this.lists.insert(hash, list + 1);
    }
    return list;
  }

  /** The cursor over the records whose field is `value[at…]`; undefined for 0, meaning any. */
  cursor(value: Int32Array, at: number, reversed: boolean): Cursor | undefined {
    if (this.isNone(value, at)) return undefined;
    const list = this.find(this.hash(value, at), value, at);
    return list < 0 ? new EmptyCursor() : new ListCursor(this.postings, list, reversed);
  }

  /** The list of the value `value[at…]`, or -1. */
  private find(hash: number, value: Int32Array, at: number): number {
    for (let nth = 0; ; nth++) {
      const list = this.lists.find(hash, nth) - 1;
      if (list < 0) return -1;
      if (this.isOf(this.postings.first(list), value, at)) return list;
    }
  }

  private isNone(value: Int32Array, at: number): boolean {
    let any = (value[at] as number) & this.mask;
    for (let i = 1; i < this.words; i++) any |= value[at + i] as number;
    return any === 0;
  }

  /** Whether the record's field is `value[at…]`. */
  private isOf(record: number, value: Int32Array, at: number): boolean {
    const page = this.records.page(record);
    const field = this.records.at(record) + this.word;
    if ((((value[at] as number) ^ (page[field] as number)) & this.mask) !== 0) return false;
    for (let i = 1; i < this.words; i++) if (value[at + i] !== page[field + i]) return false;
    return true;
  }

  private hash(value: Int32Array, at: number): number {
    let h = Math.imul(((value[at] as number) & this.mask) ^ 0x2545f491, 0x9e3779b1);
    h ^= h >>> 15;
    for (let i = 1; i < this.words; i++) {
      h = Math.imul(h ^ (value[at + i] as number), 0x9e3779b1);
      h ^= h >>> 15;
    }
    h = Math.imul(h, 0x85ebca6b);
    return h ^ (h >>> 13);
  }
}
