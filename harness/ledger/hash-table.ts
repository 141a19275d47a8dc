import { assert } from '../assert.ts';

const slotsShift = 12;
const slots = 1 << slotsShift;
const slotMask = slots - 1;
const usedMax = (slots * 3) / 4;
/** Behind the slots of a segment: how many are used, and how many bits of the hash all share. */
const usedAt = slots * 2;
const depthAt = slots * 2 + 1;

/**
 * A hash table from a key to a handle (a number other than 0). Keys are not stored: `matches`
 * compares with whatever the handle stands for. Slots are pairs of handle and hash, with open
 * addressing inside segments of 32 KiB; the hash's first bits select the segment. A full segment
 * is split in two, so no insertion ever takes longer than that.
 */
export abstract class HashTable {
  private directory: Int32Array[];
  private shift = 31;

  constructor() {
    const segment = new Int32Array(slots * 2 + 2);
    this.directory = [segment, segment];
  }

  /** Whether the handle's key is the one that begins at `words[at]`. */
  protected abstract matches(handle: number, words: Int32Array, at: number): boolean;

  /** The handle of the key that begins at `words[at]` and hashes to `hash`; 0 if there is none. */
  find(hash: number, words: Int32Array, at: number): number {
    const segment = this.directory[hash >>> this.shift] as Int32Array;
    for (let slot = hash & slotMask; ; slot = (slot + 1) & slotMask) {
      const handle = segment[slot << 1] as number;
      if (handle === 0) return 0;
      if (segment[(slot << 1) + 1] === hash && this.matches(handle, words, at)) return handle;
    }
  }

  /** The key must not be in the table. */
  insert(hash: number, handle: number): void {
    assert(handle !== 0, 'handle 0 stands for none');
    let segment = this.directory[hash >>> this.shift] as Int32Array;
    while ((segment[usedAt] as number) === usedMax) {
      this.split(segment, hash);
      segment = this.directory[hash >>> this.shift] as Int32Array;
    }
    place(segment, hash, handle);
  }

  /** The handle must be in the table under this hash. */
  remove(hash: number, handle: number): void {
    const segment = this.directory[hash >>> this.shift] as Int32Array;
    let hole = hash & slotMask;
    while (segment[hole << 1] !== handle) {
      assert(segment[hole << 1] !== 0, 'the handle to be removed is not in the table');
      hole = (hole + 1) & slotMask;
    }
    // Close the gap: whatever lies further from home than from the hole moves into it.
    for (let slot = (hole + 1) & slotMask; segment[slot << 1] !== 0; slot = (slot + 1) & slotMask) {
      const home = (segment[(slot << 1) + 1] as number) & slotMask;
      if (((slot - home) & slotMask) < ((slot - hole) & slotMask)) continue;
      segment[hole << 1] = segment[slot << 1] as number;
      segment[(hole << 1) + 1] = segment[(slot << 1) + 1] as number;
      hole = slot;
    }
    segment[hole << 1] = 0;
    segment[(hole << 1) + 1] = 0;
    segment[usedAt] = (segment[usedAt] as number) - 1;
  }

  private split(segment: Int32Array, hash: number): void {
    const depth = segment[depthAt] as number;
    assert(depth < 32 - slotsShift, 'too many keys share one hash');
    if (depth === 32 - this.shift) {
      this.directory = this.directory.flatMap((each) => [each, each]);
      this.shift--;
    }
    const halves = [new Int32Array(slots * 2 + 2), new Int32Array(slots * 2 + 2)] as const;
    halves[0][depthAt] = depth + 1;
    halves[1][depthAt] = depth + 1;
    for (let slot = 0; slot < slots; slot++) {
      const handle = segment[slot << 1] as number;
      if (handle === 0) continue;
      const each = segment[(slot << 1) + 1] as number;
      place((each >>> (31 - depth)) & 1 ? halves[1] : halves[0], each, handle);
    }
    // The entries that shared the segment lie side by side: the first half of them goes left.
    const span = 1 << (32 - this.shift - depth);
    const first = (hash >>> this.shift) & ~(span - 1);
    this.directory.fill(halves[0], first, first + span / 2);
    this.directory.fill(halves[1], first + span / 2, first + span);
  }
}

function place(segment: Int32Array, hash: number, handle: number): void {
  let slot = hash & slotMask;
  while (segment[slot << 1] !== 0) slot = (slot + 1) & slotMask;
  segment[slot << 1] = handle;
  segment[(slot << 1) + 1] = hash;
  segment[usedAt] = (segment[usedAt] as number) + 1;
}
