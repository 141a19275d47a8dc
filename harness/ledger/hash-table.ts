import { assert } from '../assert.ts';

/** A segment has 2 ** 10 slots at first, and 2 ** 14 (128 KiB) when it is split instead. */
const slotsShiftMin = 10;
const slotsShiftMax = 14;
/** How far segments are filled before they are split, by turns, in thirty-seconds. */
const usedMaxes = [19, 23, 21, 25, 20, 24, 22] as const;

/**
 * A hash table from keys to handles (numbers other than 0). It knows the keys' hashes only: who
 * looks something up compares the key with what the handle stands for. Slots are pairs of handle
 * and hash, with open addressing inside segments; the hash's first bits select the segment. A
 * segment that is some seven tenths full is split in two (while there is but one and it is
 * small, it doubles instead), so no insertion takes longer than that. Keys fill all segments alike,
 * so each may be filled a little more or less than the next: they are not all split in one batch.
 */
export class HashTable {
  private directory: Int32Array[];
  /** How many of the hash's bits select the slot, and how many are not used to select a segment. */
  private slotsShift = slotsShiftMin;
  private shift = 31;
  private slotMask = 0;
  /**
   * Behind the slots of a segment: how many are used, how many may be before it is split, and how
   * many bits of the hash all share.
   */
  private usedAt = 0;
  private usedMaxAt = 0;
  private depthAt = 0;
  private segmentsMade = 0;
  /** What was fetched, so that no compiler leaves the reading out. */
  protected seen = 0;

  constructor() {
    this.resize(slotsShiftMin);
    const segment = this.segment(0);
    this.directory = [segment, segment];
  }

  /** The handle of the key number `nth` (from 0) among those with this hash; 0 if there is none. */
  find(hash: number, nth: number): number {
    const segment = this.directory[hash >>> this.shift] as Int32Array;
    const mask = this.slotMask;
    let left = nth;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const handle = segment[slot << 1] as number;
      if (handle === 0) return 0;
      if (segment[(slot << 1) + 1] === hash && left-- === 0) return handle;
    }
  }

  /** Fetches the slots where searches for the first `count` of `hashes` begin. */
  fetch(hashes: Int32Array, count: number): void {
    const { directory, shift, slotMask } = this;
    let seen = 0;
    for (let i = 0; i < count; i++) {
      const hash = hashes[i] as number;
      const segment = directory[hash >>> shift] as Int32Array;
      seen ^= segment[(hash & slotMask) << 1] as number;
    }
    this.seen = seen;
  }

  /** The key must not be in the table. */
  insert(hash: number, handle: number): void {
    assert(handle !== 0, 'handle 0 stands for none');
    let segment = this.directory[hash >>> this.shift] as Int32Array;
    while ((segment[this.usedAt] as number) >= (segment[this.usedMaxAt] as number)) {
      this.grow(segment, hash);
      segment = this.directory[hash >>> this.shift] as Int32Array;
    }
    this.place(segment, hash, handle);
  }

  /** The handle must be in the table under this hash. */
  remove(hash: number, handle: number): void {
    const segment = this.directory[hash >>> this.shift] as Int32Array;
    const mask = this.slotMask;
    let hole = this.slotOf(segment, hash, handle);
    // Close the gap: whatever lies further from home than from the hole moves into it.
    for (let slot = (hole + 1) & mask; segment[slot << 1] !== 0; slot = (slot + 1) & mask) {
      const home = (segment[(slot << 1) + 1] as number) & mask;
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      segment[hole << 1] = segment[slot << 1] as number;
      segment[(hole << 1) + 1] = segment[(slot << 1) + 1] as number;
      hole = slot;
    }
    segment[hole << 1] = 0;
    segment[(hole << 1) + 1] = 0;
    segment[this.usedAt] = (segment[this.usedAt] as number) - 1;
  }

  /** Another handle for the same key; the one that it has must be in the table under this hash. */
  replace(hash: number, handle: number, by: number): void {
    assert(by !== 0, 'handle 0 stands for none');
    const segment = this.directory[hash >>> this.shift] as Int32Array;
    segment[this.slotOf(segment, hash, handle) << 1] = by;
  }

  private slotOf(segment: Int32Array, hash: number, handle: number): number {
    const mask = this.slotMask;
    let slot = hash & mask;
    while (segment[slot << 1] !== handle) {
      assert(segment[slot << 1] !== 0, 'the handle is not in the table');
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private resize(slotsShift: number): void {
    const slots = 1 << slotsShift;
    this.slotsShift = slotsShift;
    this.slotMask = slots - 1;
    this.usedAt = slots * 2;
    this.usedMaxAt = slots * 2 + 1;
    this.depthAt = slots * 2 + 2;
  }

  private segment(depth: number): Int32Array {
    const slots = 1 << this.slotsShift;
    const segment = new Int32Array(slots * 2 + 3);
    segment[this.usedMaxAt] =
      (slots / 32) * (usedMaxes[this.segmentsMade++ % usedMaxes.length] as number);
    segment[this.depthAt] = depth;
    return segment;
  }

  private grow(segment: Int32Array, hash: number): void {
    const depth = segment[this.depthAt] as number;
    if (depth === 0 && this.slotsShift < slotsShiftMax) this.double(segment);
    else this.split(segment, hash, depth);
  }

  /** Of the only segment. */
  private double(segment: Int32Array): void {
    const slots = 1 << this.slotsShift;
    this.resize(this.slotsShift + 1);
    const doubled = this.segment(0);
    for (let slot = 0; slot < slots; slot++) {
      const handle = segment[slot << 1] as number;
      if (handle !== 0) this.place(doubled, segment[(slot << 1) + 1] as number, handle);
    }
    this.directory.fill(doubled);
  }

  private split(segment: Int32Array, hash: number, depth: number): void {
    assert(depth < 32 - this.slotsShift, 'too many keys share one hash');
    if (depth === 32 - this.shift) {
      this.directory = this.directory.flatMap((each) => [each, each]);
      this.shift--;
    }
    const halves = [this.segment(depth + 1), this.segment(depth + 1)] as const;
    const slots = 1 << this.slotsShift;
    for (let slot = 0; slot < slots; slot++) {
      const handle = segment[slot << 1] as number;
      if (handle === 0) continue;
      const each = segment[(slot << 1) + 1] as number;
      this.place((each >>> (31 - depth)) & 1 ? halves[1] : halves[0], each, handle);
    }
    // The entries that shared the segment lie side by side: the first half of them goes left.
    const span = 1 << (32 - this.shift - depth);
    const first = (hash >>> this.shift) & ~(span - 1);
    this.directory.fill(halves[0], first, first + span / 2);
    this.directory.fill(halves[1], first + span / 2, first + span);
  }

  private place(segment: Int32Array, hash: number, handle: number): void {
    const mask = this.slotMask;
    let slot = hash & mask;
    while (segment[slot << 1] !== 0) slot = (slot + 1) & mask;
    segment[slot << 1] = handle;
    segment[(slot << 1) + 1] = hash;
    segment[this.usedAt] = (segment[this.usedAt] as number) + 1;
  }
}
