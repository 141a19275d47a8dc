import { assert } from '../assert.ts';
import { HashTable } from './hash-table.ts';
import { Pages } from './pages.ts';
import { copyWords, recordWords, transferWord } from './record-words.ts';
import { compareTimestamps } from './timestamps.ts';
import { equal, hash } from './u128.ts';

const idWord = transferWord.id;
const timestampWord = transferWord.timestamp;

/** No distance of whole records is that. */
const notAhead = 0.5;

/**
 * Accounts or transfers, in the order of their timestamps (an imported one must lie above all of
 * its kind, so the order of creation is the same), and found by id. Ids without a record can be
 * remembered, too: those are the ids that failed once.
 */
export class RecordTable {
  readonly records = new Pages(5);
  /** Ids without a record, in the order in which they failed. */
  readonly burned = new Pages(2);
  private readonly ids = new HashTable();
  /** How far records that were copied ahead lie from where they were, in words. */
  private ahead = notAhead;

  /** The index of the record with this id; -1 where there is none; -2 where the id is burned. */
  indexOf(id: Int32Array, at: number): number {
    return this.indexOfHashed(hash(id, at), id, at);
  }

  /** The same where the id's hash is known. */
  indexOfHashed(idHash: number, id: Int32Array, at: number): number {
    for (let nth = 0; ; nth++) {
      const handle = this.ids.find(idHash, nth);
      if (handle === 0) return -1;
      if (this.matches(handle, id, at)) return handle < 0 ? -2 : handle - 1;
    }
  }

  /** Hashes `count` ids, a record apart from one another, and fetches where they are looked up. */
  hashIds(words: Int32Array, at: number, count: number, hashes: Int32Array): void {
    for (let i = 0; i < count; i++) hashes[i] = hash(words, at + i * recordWords);
    this.ids.fetch(hashes, count);
  }

  /**
   * The indexes of the records with these ids, or -1. `keys` begin with the ids, too: the records
   * themselves, or what is kept of them in less space.
   */
  indexesOf(
    keys: Pages,
    hashes: Int32Array,
    words: Int32Array,
    at: number,
    count: number,
    indexes: Int32Array,
  ): void {
    const { ids } = this;
    assert(keys.count > 0, 'there is something to be found');
    // What has the same hash is nearly always it, so it is worth fetching before it is compared.
    for (let i = 0; i < count; i++) indexes[i] = Math.max(ids.find(hashes[i] as number, 0) - 1, 0);
    keys.fetch(indexes, count);
    for (let i = 0; i < count; i++) {
      const id = at + i * recordWords;
      const index = indexes[i] as number;
      if (!equal(keys.page(index), keys.at(index), words, id)) {
        indexes[i] = this.indexOfHashed(hashes[i] as number, words, id);
      }
    }
  }

  private matches(handle: number, id: Int32Array, at: number): boolean {
    const pages = handle > 0 ? this.records : this.burned;
    const index = handle > 0 ? handle - 1 : -handle - 1;
    return equal(pages.page(index), pages.at(index), id, at);
  }

  /**
   * Copies `count` records to where `append` wants them if it is called for each: many at once are
   * copied in a fraction of the time. What it is not called for costs no more than that.
   */
  copyAhead(words: Int32Array, at: number, count: number): void {
    const { records } = this;
    const from = records.count;
    records.reserve(count);
    for (let done = 0; done < count; ) {
      const until = records.samePageUntil(from + done, from + count) - from;
      const part = words.subarray(at + done * recordWords, at + until * recordWords);
      records.page(from + done).set(part, records.at(from + done));
      done = until;
    }
    this.ahead = from * recordWords - at;
  }

  /** Forgets what was copied ahead: to be called before `append` is given other words. */
  dropAhead(): void {
    this.ahead = notAhead;
  }

  /** Copies the record that begins at `words[at]`; its id must be new. Returns its index. */
  append(
    idHash: number,
    words: Int32Array,
    at: number,
    timestampHigh: number,
    timestampLow: number,
  ): number {
    const index = this.records.push();
    const page = this.records.page(index);
    const start = this.records.at(index);
    // As long as every event creates a record, it lies where it was copied to.
    const isThere = index * recordWords - at === this.ahead;
    if (!isThere) copyWords(words, at, page, start, recordWords);
    page[start + timestampWord] = timestampLow;
    page[start + timestampWord + 1] = timestampHigh;
    this.ids.insert(idHash, index + 1);
    return index;
  }

  /** Remembers an id that is not in the table. */
  burn(id: Int32Array, at: number): void {
    const index = this.burned.push();
    const page = this.burned.page(index);
    const start = this.burned.at(index);
    for (let word = 0; word < 4; word++) page[start + word] = id[at + word] as number;
    this.ids.insert(hash(id, at), -index - 1);
  }

  /** Finds again by their ids all records and burned ids that were put into a table as they are. */
  rebuild(): void {
    const { records, burned, ids } = this;
    for (let index = 0; index < records.count; index++) {
      ids.insert(hash(records.page(index), records.at(index) + idWord), index + 1);
    }
    for (let index = 0; index < burned.count; index++) {
      ids.insert(hash(burned.page(index), burned.at(index)), -index - 1);
    }
  }

  /** Takes back the records from `count` on, as if they had never been. */
  truncate(count: number): void {
    for (let index = this.records.count - 1; index >= count; index--) {
      this.ids.remove(hash(this.records.page(index), this.records.at(index) + idWord), index + 1);
    }
    this.records.truncate(count);
  }

  timestampHigh(index: number): number {
    return this.records.page(index)[this.records.at(index) + timestampWord + 1] as number;
  }

  timestampLow(index: number): number {
    return this.records.page(index)[this.records.at(index) + timestampWord] as number;
  }

  /** How many records have a timestamp below this one. */
  countBefore(high: number, low: number): number {
    return countBefore(this.records, timestampWord, high, low);
  }

  /** How many records have at most this timestamp. */
  countUntil(high: number, low: number): number {
    return countUntil(this.records, timestampWord, high, low);
  }

  hasTimestamp(high: number, low: number): boolean {
    const index = this.countBefore(high, low);
    return (
      index < this.records.count &&
      this.timestampHigh(index) === high &&
      this.timestampLow(index) === low
    );
  }

  /** Whether this timestamp is at most the highest in the table. */
  regresses(high: number, low: number): boolean {
    const last = this.records.count - 1;
    if (last < 0) return false;
    return compareTimestamps(high, low, this.timestampHigh(last), this.timestampLow(last)) <= 0;
  }
}

/** How many records, in the order of the timestamps at `word`, have one below high and low. */
export function countBefore(records: Pages, word: number, high: number, low: number): number {
  return partition(records, word, high, low, 0);
}

/** How many have at most this one. */
export function countUntil(records: Pages, word: number, high: number, low: number): number {
  return partition(records, word, high, low, 1);
}

function partition(
  records: Pages,
  word: number,
  high: number,
  low: number,
  orderMin: number,
): number {
  assert(high >= 0, 'only valid timestamps can be compared');
  let from = 0;
  let until = records.count;
  while (from < until) {
    const middle = (from + until) >>> 1;
    const page = records.page(middle);
    const at = records.at(middle) + word;
    const order = compareTimestamps(page[at + 1] as number, page[at] as number, high, low);
    if (order < orderMin) from = middle + 1;
    else until = middle;
  }
  return from;
}
