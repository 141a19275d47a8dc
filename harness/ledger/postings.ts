import { assert } from '../assert.ts';
import { fetchMax, Pages } from './pages.ts';

/** Words of a list: first entry, how many there are, first chunk, the next entry's place. */
const firstAt = 0;
const countAt = 1;
const headAt = 2;
const endAt = 3;

/** Words of a chunk before its entries; the last of them only in chunks that are not small. */
const previousAt = 0;
const nextAt = 1;
const jumpAt = 2;
const jumpOrdinalMin = 3;

function headerWords(ordinal: number): number {
  return ordinal < jumpOrdinalMin ? 2 : 3;
}

const unitShift = 3;
const unitWords = 1 << unitShift;
const sizesMax = 9;

/** The words of a list's chunk of this ordinal (from 0): each twice the one before, up to 2048. */
function chunkWords(ordinal: number): number {
  return unitWords << Math.min(ordinal, sizesMax - 1);
}

/** Where in a list (its first entry left out) the entries of each chunk begin. */
const starts: number[] = [0];
for (let ordinal = 0; ordinal < sizesMax; ordinal++) {
  starts.push((starts[ordinal] as number) + chunkWords(ordinal) - headerWords(ordinal));
}
const startOfEqual = starts[sizesMax] as number;
const entriesOfEqual = chunkWords(sizesMax) - headerWords(sizesMax);

function ordinalOf(position: number): number {
  if (position >= startOfEqual) {
    return sizesMax + Math.trunc((position - startOfEqual) / entriesOfEqual);
  }
  let ordinal = 0;
  while ((starts[ordinal + 1] as number) <= position) ordinal++;
  return ordinal;
}

/** For each position up to there, whether a chunk begins with it. */
const opens = new Uint8Array(startOfEqual);
for (let ordinal = 0; ordinal < sizesMax; ordinal++) opens[starts[ordinal] as number] = 1;

function opensChunk(position: number): boolean {
  if (position < startOfEqual) return opens[position] === 1;
  return (position - startOfEqual) % entriesOfEqual === 0;
}

function startOf(ordinal: number): number {
  if (ordinal <= sizesMax) return starts[ordinal] as number;
  return startOfEqual + (ordinal - sizesMax) * entriesOfEqual;
}

/**
 * Where a chunk's jump leads: to the ordinal that its own, in skew binary, has without the last
 * digit. Along jumps and links together any chunk is a few steps away (Myers 1983).
 */
function jumpOrdinal(ordinal: number): number {
  let rest = ordinal - jumpOrdinalMin + 1;
  let digit = 0;
  while (rest > 0) {
    digit = (1 << (31 - Math.clz32(rest + 1))) - 1;
    rest -= digit;
  }
  return ordinal - digit;
}

/**
 * Ascending lists of record indexes, one for each value of an indexed field. A list of one entry,
 * which is what most unique values have, takes no chunk; the others are chains of chunks, each
 * twice as large as the one before (up to 8 KiB), so that a list can be walked from both ends and
 * any place in it is found in a few steps.
 * How many entries a chunk holds follows from the list's count: appending touches no header.
 */
export class Postings {
  readonly lists = new Pages(2);
  /** The chunks, in allocation units of eight words. Unit 0 is never used: it stands for none. */
  readonly chunks = new Pages(unitShift);

  /** Which units lists end in: what is fetched before something is appended to them. */
  private readonly units = new Int32Array(fetchMax);

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
    page[at + endAt] = 0;
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
    if (count === 0) {
      page[at + firstAt] = entry;
      page[at + countAt] = 1;
      return;
    }
    let end = page[at + endAt] as number;
    if (opensChunk(count - 1)) {
      const ordinal = ordinalOf(count - 1);
      const next = this.allocate(this.tail(list), ordinal);
      if (count === 1) page[at + headAt] = next;
      end = (next << unitShift) + headerWords(ordinal);
    }
    const unit = end >>> unitShift;
    this.chunks.page(unit)[this.chunks.at(unit) + (end & (unitWords - 1))] = entry;
    page[at + countAt] = count + 1;
    page[at + endAt] = end + 1;
  }

  /** Appends the entries from `from` up to `until` (not included), which follow one another. */
  appendRange(list: number, from: number, until: number): void {
    for (let entry = from; entry < until; entry++) {
      this.append(list, entry);
      // What still fits into the same chunk needs no more than to be written.
      const page = this.lists.page(list);
      const at = this.lists.at(list);
      const position = (page[at + countAt] as number) - 1;
      if (opensChunk(position)) continue;
      const room = startOf(ordinalOf(position) + 1) - position;
      const count = Math.min(until - entry - 1, room);
      const end = page[at + endAt] as number;
      const unit = end >>> unitShift;
      const to = this.chunks.page(unit);
      const toAt = this.chunks.at(unit) + (end & (unitWords - 1));
      for (let i = 0; i < count; i++) to[toAt + i] = entry + 1 + i;
      page[at + countAt] = position + 1 + count;
      page[at + endAt] = end + count;
      entry += count;
    }
  }

  /** Appends `first` to the first of `lists`, `first + 1` to the next, and so on, `count` times. */
  appendEach(lists: Int32Array, first: number, count: number): void {
    this.lists.fetch(lists, count);
    const units = this.units;
    for (let i = 0; i < count; i++) {
      const list = lists[i] as number;
      const end = this.lists.page(list)[this.lists.at(list) + endAt] as number;
      units[i] = Math.max(end - 1, 0) >>> unitShift;
    }
    this.chunks.fetch(units, count);
    for (let i = 0; i < count; i++) this.append(lists[i] as number, first + i);
  }

  /** The list's last chunk, or 0. */
  private tail(list: number): number {
    const count = this.count(list);
    if (count < 2) return 0;
    const ordinal = ordinalOf(count - 2);
    const used = count - 1 - startOf(ordinal);
    const end = this.lists.page(list)[this.lists.at(list) + endAt] as number;
    return (end - used - headerWords(ordinal)) >>> unitShift;
  }

  /** A chunk linked to the one before it, which is 0 for a list's first. */
  private allocate(previous: number, ordinal: number): number {
    const units = chunkWords(ordinal) / unitWords;
    let chunk = this.chunks.push();
    // A chunk lies in one page: what is left of the last one, if it is too little, stays unused.
    const pageUnits = this.chunks.page(chunk).length / unitWords;
    while ((chunk % pageUnits) + units > pageUnits) chunk = this.chunks.push();
    for (let unit = 1; unit < units; unit++) this.chunks.push();
    const page = this.chunks.page(chunk);
    const at = this.chunks.at(chunk);
    page[at + previousAt] = previous;
    page[at + nextAt] = 0;
    if (ordinal >= jumpOrdinalMin) {
      const isLink = jumpOrdinal(ordinal) === ordinal - 1;
      page[at + jumpAt] = isLink ? previous : this.jump(this.jump(previous));
    }
    if (previous !== 0) {
      this.chunks.page(previous)[this.chunks.at(previous) + nextAt] = chunk;
    }
    return chunk;
  }

  private jump(chunk: number): number {
    return this.chunks.page(chunk)[this.chunks.at(chunk) + jumpAt] as number;
  }

  private lowest(chunk: number, ordinal: number): number {
    return this.chunks.page(chunk)[this.chunks.at(chunk) + headerWords(ordinal)] as number;
  }

  /**
   * For cursors: writes to `out` the highest chunk of the list whose lowest entry is at most
   * `target`, or its first chunk if there is none, and then its ordinal.
   */
  locate(list: number, target: number, out: Int32Array): void {
    let chunk = this.tail(list);
    let ordinal = this.edgeOrdinal(list, true);
    while (ordinal > 0 && this.lowest(chunk, ordinal) > target) {
      if (ordinal >= jumpOrdinalMin) {
        const to = this.jump(chunk);
        const toOrdinal = jumpOrdinal(ordinal);
        if (this.lowest(to, toOrdinal) > target) {
          chunk = to;
          ordinal = toOrdinal;
          continue;
        }
      }
      chunk = this.beside(chunk, true);
      ordinal--;
    }
    out[0] = chunk;
    out[1] = ordinal;
  }

  /** For cursors: the list's first (or last) chunk, or 0. */
  edge(list: number, reversed: boolean): number {
    if (reversed) return this.tail(list);
    return this.lists.page(list)[this.lists.at(list) + headAt] as number;
  }

  /** For cursors: the ordinal of the list's first (or last) chunk. */
  edgeOrdinal(list: number, reversed: boolean): number {
    return reversed ? ordinalOf(Math.max(this.count(list) - 2, 0)) : 0;
  }

  /** For cursors: the chunk after (or before) this one, or 0. */
  beside(chunk: number, reversed: boolean): number {
    const word = reversed ? previousAt : nextAt;
    return this.chunks.page(chunk)[this.chunks.at(chunk) + word] as number;
  }

  /**
   * The lowest entry that is at least `target` (reversed: the highest that is at most `target`) in
   * `chunk`, which is of this ordinal in a list of `count` entries; -1 where there is none.
   */
  search(chunk: number, ordinal: number, count: number, target: number, reversed: boolean): number {
    const page = this.chunks.page(chunk);
    const from = this.chunks.at(chunk) + headerWords(ordinal);
    const start = startOf(ordinal);
    const used = Math.min(count - 1 - start, startOf(ordinal + 1) - start);
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
