import type { Cursor } from './cursors.ts';
import { EmptyCursor, ListCursor } from './cursors.ts';
import { HashTable } from './hash-table.ts';
import type { Pages } from './pages.ts';
import type { Postings } from './postings.ts';

/**
 * Finds the records in which a field has a given value. The value itself is not stored: it is read
 * from the first record of its list. Zero is not indexed where it means "anything".
 */
export class FieldIndex extends HashTable {
  private readonly postings: Postings;
  private readonly records: Pages;
  /** The field's first word in a record, and how many words it has. */
  private readonly word: number;
  private readonly words: number;
  /** Only these bits of the (first) word belong to the field. */
  private readonly mask: number;
  /** The value looked for, brought into the shape of the words of a record. */
  private readonly key = new Int32Array(4);
  /** The list appended to last: successive records often have equal values. */
  private listLast = -1;

  constructor(postings: Postings, records: Pages, word: number, words: number, mask: number) {
    super();
    this.postings = postings;
    this.records = records;
    this.word = word;
    this.words = words;
    this.mask = mask;
  }

  protected override matches(handle: number, key: Int32Array, at: number): boolean {
    const first = this.postings.first(handle - 1);
    const page = this.records.page(first);
    const field = this.records.at(first) + this.word;
    if (((page[field] as number) & this.mask) !== key[at]) return false;
    for (let i = 1; i < this.words; i++) if (page[field + i] !== key[at + i]) return false;
    return true;
  }

  /** Records must be appended in ascending order. */
  append(index: number): void {
    if (!this.load(this.records.page(index), this.records.at(index) + this.word)) return;
    if (this.listLast >= 0 && this.matches(this.listLast + 1, this.key, 0)) {
      this.postings.append(this.listLast, index);
      return;
    }
    const hash = hashKey(this.key, this.words);
    let list = this.find(hash, this.key, 0) - 1;
    if (list < 0) {
      list = this.postings.begin();
      this.insert(hash, list + 1);
    }
    this.postings.append(list, index);
    this.listLast = list;
  }

  /** The cursor over the records whose field is `value[at…]`; undefined for 0, meaning any. */
  cursor(value: Int32Array, at: number, reversed: boolean): Cursor | undefined {
    if (!this.load(value, at)) return undefined;
    const list = this.find(hashKey(this.key, this.words), this.key, 0) - 1;
    return list < 0 ? new EmptyCursor() : new ListCursor(this.postings, list, reversed);
  }

  /** Returns false for a value of zero. */
  private load(words: Int32Array, at: number): boolean {
    this.key[0] = (words[at] as number) & this.mask;
    let any = this.key[0];
    for (let i = 1; i < this.words; i++) {
      this.key[i] = words[at + i] as number;
      any |= words[at + i] as number;
    }
    return any !== 0;
  }
}

function hashKey(key: Int32Array, words: number): number {
  let h = 0x2545f491;
  for (let i = 0; i < words; i++) {
    h = Math.imul(h ^ (key[i] as number), 0x9e3779b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h, 0x85ebca6b);
  return h ^ (h >>> 13);
}
