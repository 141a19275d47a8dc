import type { Cursor } from './cursors.ts';
import { EmptyCursor, ListCursor, RecordCursor } from './cursors.ts';
import { HashTable } from './hash-table.ts';
import { fetchMax, type Pages } from './pages.ts';
import type { Postings } from './postings.ts';
import { recordWords } from './record-words.ts';

/** Fewer records of the same value than that are treated as if they were different. */
const runMin = 8;

/**
 * Finds the records in which a field has a given value. The value itself is not stored: it is read
 * from a record. A value that only one record has, as most unique ones, needs no list: its handle
 * is the record, below zero (-1 is record 0). All others have lists, above zero (1 is list 0).
 */
export class FieldIndex {
  private readonly values = new HashTable();
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
    const hash = this.hash(page, field);
    const handle = this.find(hash, page, field);
    if (handle === 0) this.values.insert(hash, -from - 1);
    const rest = handle === 0 ? from + 1 : from;
    if (rest === until) return;
    this.postings.appendRange(this.listOf(hash, handle || -from - 1), rest, until);
  }

  /** Records of different values, at most `fetchMax`. */
  private appendDifferent(from: number, until: number): void {
    const { records, hashes } = this;
    for (let index = from; index < until; index++) {
      hashes[index - from] = this.hash(records.page(index), records.at(index) + this.word);
    }
    this.values.fetch(hashes, until - from);
    for (let index = from; index < until; index++) {
      const page = records.page(index);
      const field = records.at(index) + this.word;
      if (this.isNone(page, field)) continue;
      const hash = hashes[index - from] as number;
      const handle = this.find(hash, page, field);
      if (handle === 0) this.values.insert(hash, -index - 1);
      else this.postings.append(this.listOf(hash, handle), index);
    }
  }

  /** The list that a value's handle stands for; where that is a record, a list of it is begun. */
  private listOf(hash: number, handle: number): number {
    if (handle > 0) return handle - 1;
    const list = this.postings.begin();
    this.postings.append(list, -handle - 1);
    this.values.replace(hash, handle, list + 1);
    return list;
  }

  /** The cursor over the records whose field is `value[at…]`; undefined for 0, meaning any. */
  cursor(value: Int32Array, at: number, reversed: boolean): Cursor | undefined {
    if (this.isNone(value, at)) return undefined;
    const handle = this.find(this.hash(value, at), value, at);
    if (handle === 0) return new EmptyCursor();
    if (handle < 0) return new RecordCursor(-handle - 1, reversed);
    return new ListCursor(this.postings, handle - 1, reversed);
  }

  /** The handle of the value `value[at…]`, or 0. */
  private find(hash: number, value: Int32Array, at: number): number {
    for (let nth = 0; ; nth++) {
      const handle = this.values.find(hash, nth);
      if (handle === 0) return 0;
      const record = handle < 0 ? -handle - 1 : this.postings.some(handle - 1);
      if (this.isOf(record, value, at)) return handle;
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
