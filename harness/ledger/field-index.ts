import type { Cursor } from './cursors.ts';
import { EmptyCursor, ListCursor } from './cursors.ts';
import { HashTable } from './hash-table.ts';
import type { Pages } from './pages.ts';
import type { Postings } from './postings.ts';

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
  /** The list appended to last, and the record: successive records often have equal values. */
  private listLast = -1;
  private recordLast = 0;

  constructor(postings: Postings, records: Pages, word: number, words: number, mask: number) {
    this.postings = postings;
    this.records = records;
    this.word = word;
    this.words = words;
    this.mask = mask;
  }

  /** Appends the record at `page[at]`, in which the field is not zero, in ascending order. */
  append(index: number, page: Int32Array, at: number): void {
    const field = at + this.word;
    if (this.listLast < 0 || !this.isOf(this.recordLast, page, field)) {
      const hash = this.hash(page, field);
      let list = this.find(hash, page, field);
      if (list < 0) {
        list = this.postings.begin();
        this.lists.insert(hash, list + 1);
      }
      this.listLast = list;
    }
    this.recordLast = index;
    this.postings.append(this.listLast, index);
  }

  /** The cursor over the records whose field is `value[at…]`; undefined for 0, meaning any. */
  cursor(value: Int32Array, at: number, reversed: boolean): Cursor | undefined {
    let any = (value[at] as number) & this.mask;
    for (let i = 1; i < this.words; i++) any |= value[at + i] as number;
    if (any === 0) return undefined;
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
