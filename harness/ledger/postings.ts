import { assert } from '../assert.ts';
import { Pages } from './pages.ts';

/** Words of a list: how far it is filled, its first chunk, its last; then its open block. */
const filledAt = 0;
const headAt = 1;
const tailAt = 2;
const openAt = 3;
/** Entries move into chunks by whole blocks. */
const blockEntries = 13;
/** `filled`: how many entries the open block has, and above these bits the blocks in chunks. */
const usedBits = 4;
const usedMask = (1 << usedBits) - 1;

/** Words of a chunk before its entries. */
const previousAt = 0;
const nextAt = 1;
const jumpAt = 2;
const headerWords = 3;
const jumpOrdinalMin = 3;

/** A list takes 64 bytes, and so does its first chunk. */
const unitShift = 4;
const unitWords = 1 << unitShift;
const sizesMax = 8;

/** The units of a list's chunk of this ordinal (from 0): each twice the one before, up to 8 KiB. */
function chunkUnits(ordinal: number): number {
  return 1 << Math.min(ordinal, sizesMax - 1);
}

function chunkBlocks(ordinal: number): number {
  return Math.trunc((chunkUnits(ordinal) * unitWords - headerWords) / blockEntries);
}

/** With which of a list's blocks each chunk begins, and for each block up to there if one does. */
const starts: number[] = [0];
for (let ordinal = 0; ordinal < sizesMax; ordinal++) {
  starts.push((starts[ordinal] as number) + chunkBlocks(ordinal));
}
const startOfEqual = starts[sizesMax] as number;
const blocksOfEqual = chunkBlocks(sizesMax);

function ordinalOf(block: number): number {
  if (block >= startOfEqual) return sizesMax + Math.trunc((block - startOfEqual) / blocksOfEqual);
  let ordinal = 0;
  while ((starts[ordinal + 1] as number) <= block) ordinal++;
  return ordinal;
}

function startOf(ordinal: number): number {
  if (ordinal <= sizesMax) return starts[ordinal] as number;
  return startOfEqual + (ordinal - sizesMax) * blocksOfEqual;
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

/** Where a cursor stands that is in no chunk: past the list's end, or in its open block. */
export const noChunk = 0;
const openBlock = -1;

/**
 * Ascending lists of record indexes, one for each value of an indexed field. The newest entries of
 * a list, its open block, lie beside its header, so that most appends touch one line of the
 * processor's cache; a full block moves into a chain of chunks, each twice as large as the one
 * before. So a list can be walked from both ends, and any place in it is found in a few steps.
 */
export class Postings {
  readonly lists = new Pages(unitShift);
  /** The chunks, in allocation units. Unit 0 is never used: it stands for none. */
  readonly chunks = new Pages(unitShift);

  constructor() {
    this.chunks.push();
  }

  /** Begins an empty list and returns its number. */
  begin(): number {
    const list = this.lists.push();
    const page = this.lists.page(list);
    const at = this.lists.at(list);
    page[at + filledAt] = 0;
    page[at + headAt] = noChunk;
    page[at + tailAt] = noChunk;
    return list;
  }

  /** Any entry of a list that has one. */
  some(list: number): number {
    return this.lists.page(list)[this.lists.at(list) + openAt] as number;
  }

  /** `entry` must be above all that the list holds. */
  append(list: number, entry: number): void {
    const page = this.lists.page(list);
    const at = this.lists.at(list);
    if (((page[at + filledAt] as number) & usedMask) === blockEntries) this.close(page, at);
    const filled = page[at + filledAt] as number;
    page[at + openAt + (filled & usedMask)] = entry;
    page[at + filledAt] = filled + 1;
  }

  /** Appends the entries from `from` up to `until` (not included), which follow one another. */
  appendRange(list: number, from: number, until: number): void {
    const page = this.lists.page(list);
    const at = this.lists.at(list);
    let entry = from;
    while (entry < until) {
      if (((page[at + filledAt] as number) & usedMask) === blockEntries) this.close(page, at);
      const filled = page[at + filledAt] as number;
      const used = filled & usedMask;
      const count = Math.min(blockEntries - used, until - entry);
      for (let i = 0; i < count; i++) page[at + openAt + used + i] = entry++;
      page[at + filledAt] = filled + count;
    }
  }

  /** Appends `first` to the first of `lists`, `first + 1` to the next, and so on, `count` times. */
  appendEach(lists: Int32Array, first: number, count: number): void {
    this.lists.fetch(lists, count);
    for (let i = 0; i < count; i++) this.append(lists[i] as number, first + i);
  }

  /** Moves the open block, which is full, of the list at `page[at]` into its chunks. */
  private close(page: Int32Array, at: number): void {
    const block = (page[at + filledAt] as number) >>> usedBits;
    const ordinal = ordinalOf(block);
    const start = startOf(ordinal);
    if (block === start) {
      const chunk = this.allocate(page[at + tailAt] as number, ordinal);
      if (block === 0) page[at + headAt] = chunk;
      page[at + tailAt] = chunk;
    }
    const chunk = page[at + tailAt] as number;
    const to = this.chunks.page(chunk);
    const toAt = this.chunks.at(chunk) + headerWords + (block - start) * blockEntries;
    for (let i = 0; i < blockEntries; i++) to[toAt + i] = page[at + openAt + i] as number;
    page[at + filledAt] = (block + 1) << usedBits;
  }

  /** A chunk linked to the one before it, which is 0 for a list's first. */
  private allocate(previous: number, ordinal: number): number {
    const units = chunkUnits(ordinal);
    let chunk = this.chunks.push();
    // A chunk lies in one page: what is left of the last one, if it is too little, stays unused.
    const pageUnits = this.chunks.page(chunk).length / unitWords;
    while ((chunk % pageUnits) + units > pageUnits) chunk = this.chunks.push();
    for (let unit = 1; unit < units; unit++) this.chunks.push();
    const page = this.chunks.page(chunk);
    const at = this.chunks.at(chunk);
    page[at + previousAt] = previous;
    page[at + nextAt] = noChunk;
    if (ordinal >= jumpOrdinalMin) {
      const isLink = jumpOrdinal(ordinal) === ordinal - 1;
      page[at + jumpAt] = isLink ? previous : this.jump(this.jump(previous));
    }
    if (previous !== noChunk) {
      this.chunks.page(previous)[this.chunks.at(previous) + nextAt] = chunk;
    }
    return chunk;
  }

  private word(list: number, word: number): number {
    return this.lists.page(list)[this.lists.at(list) + word] as number;
  }

  private jump(chunk: number): number {
    return this.chunks.page(chunk)[this.chunks.at(chunk) + jumpAt] as number;
  }

  private lowest(chunk: number): number {
    return this.chunks.page(chunk)[this.chunks.at(chunk) + headerWords] as number;
  }

  /**
   * For cursors: writes to `out` the highest chunk of the list whose lowest entry is at most
   * `target`, or its first chunk if there is none, and then its ordinal.
   */
  locate(list: number, target: number, out: Int32Array): void {
    let chunk = this.edge(list, true);
    let ordinal = this.edgeOrdinal(list, true);
    if (ordinal > 0 && this.some(list) > target) {
      chunk = this.word(list, tailAt);
      ordinal--;
      while (ordinal > 0 && this.lowest(chunk) > target) {
        const to = ordinal >= jumpOrdinalMin ? this.jump(chunk) : noChunk;
        const leaps = to !== noChunk && this.lowest(to) > target;
        chunk = leaps ? to : this.beside(list, chunk, true);
        ordinal = leaps ? jumpOrdinal(ordinal) : ordinal - 1;
      }
    }
    out[0] = chunk;
    out[1] = ordinal;
  }

  /** For cursors: the list's first (or last) chunk, of which the open block is the very last. */
  edge(list: number, reversed: boolean): number {
    if (this.word(list, filledAt) === 0) return noChunk;
    const head = this.word(list, headAt);
    return reversed || head === noChunk ? openBlock : head;
  }

  /** For cursors: the ordinal of the list's first (or last) chunk. */
  edgeOrdinal(list: number, reversed: boolean): number {
    const blocks = this.word(list, filledAt) >>> usedBits;
    return reversed && blocks > 0 ? ordinalOf(blocks - 1) + 1 : 0;
  }

  /** For cursors: the chunk after (or before) this one, or `noChunk`. */
  beside(list: number, chunk: number, reversed: boolean): number {
    if (chunk === openBlock) return reversed ? this.word(list, tailAt) : noChunk;
    const page = this.chunks.page(chunk);
    const at = this.chunks.at(chunk);
    if (reversed) return page[at + previousAt] as number;
    const next = page[at + nextAt] as number;
    return next === noChunk ? openBlock : next;
  }

  /**
   * The lowest entry that is at least `target` (reversed: the highest that is at most `target`) in
   * `chunk`, which is of this ordinal in the list; -1 where there is none.
   */
  search(list: number, chunk: number, ordinal: number, target: number, reversed: boolean): number {
    const filled = this.word(list, filledAt);
    let page = this.lists.page(list);
    let from = this.lists.at(list) + openAt;
    let used = filled & usedMask;
    if (chunk !== openBlock) {
      const start = startOf(ordinal);
      page = this.chunks.page(chunk);
      from = this.chunks.at(chunk) + headerWords;
      used = Math.min((filled >>> usedBits) - start, chunkBlocks(ordinal)) * blockEntries;
    }
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
