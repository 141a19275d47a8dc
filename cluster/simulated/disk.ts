import { assert } from '../../harness/assert.ts';
import { sectorCeil, sectorSize } from '../../harness/environment.ts';
import { ChunkedBytes } from '../wire/chunked-bytes.ts';

/** Sectors that can't be read, until they are written again or the fault is over. */
export type Blindness = Set<number>;

/** What sectors held at a moment, of those that were written since: undefined for garbage. */
export interface Snapshot {
  readonly from: number;
  readonly until: number;
  readonly replaced: Map<number, Uint8Array | undefined>;
}

/**
 * The sectors of one zone. Only what was ever written takes memory. What was written last stays as
 * it is; damage lies over it, a sector at a time, until that sector is written again.
 */
export class Disk {
  /** What was written to a sector: zeros follow it to the sector's end. */
  readonly #sectors = new Map<number, Uint8Array>();
  readonly #damage = new Map<number, Uint8Array>();
  readonly #blind: Blindness[] = [];
  readonly #snapshots: Snapshot[] = [];
  /** The sector behind the last one that was ever written. */
  #end = 0;
  readonly #memory = new ChunkedBytes();
  /** What is read is soon forgotten. */
  readonly #reads = new ChunkedBytes();

  /** A copy of what lies there: damage included, garbage where nothing was ever written. */
  read(offset: number, size: number): Uint8Array {
    const data = this.#reads.take(size);
    const first = this.#sectorAt(offset, size);
    for (let at = 0; at < size; at += sectorSize) {
      const sector = first + at / sectorSize;
      const written = this.#sectors.get(sector);
      if (written !== undefined) data.set(written, at);
      else data.fill(garbageByte(sector), at, at + sectorSize);
    }
    if (this.#damage.size > 0) this.#overlay(data, first, size / sectorSize);
    if (this.#blind.length > 0) this.#blank(data, first, size / sectorSize);
    return data;
  }

  /**
   * Writes whole sectors, with zeros after the end of `data`; whatever damage was there is gone.
   * Keeps nothing of `data` itself.
   */
  write(offset: number, data: Uint8Array): void {
    const first = this.#sectorAt(offset, sectorCeil(data.length));
    for (let at = 0; at < data.length; at += sectorSize) {
      const size = Math.min(sectorSize, data.length - at);
      const sector = first + at / sectorSize;
      if (this.#snapshots.length > 0) this.#keep(sector);
      let place = this.#sectors.get(sector);
      if (place === undefined) this.#end = Math.max(this.#end, sector + 1);
      if (place?.length !== size) {
        place = this.#memory.take(size);
        this.#sectors.set(sector, place);
      }
      place.set(size === data.length ? data : data.subarray(at, at + size));
      if (this.#damage.size > 0) this.#damage.delete(sector);
      if (this.#blind.length > 0) this.#see(sector);
    }
  }

  /** Writes zeros that take no memory. */
  blank(offset: number, size: number): void {
    const first = this.#sectorAt(offset, size);
    for (let i = 0; i < size / sectorSize; i++) {
      this.#sectors.set(first + i, blank);
      this.#damage.delete(first + i);
    }
  }

  /** Nothing was ever written. */
  wipe(): void {
    this.#sectors.clear();
    this.#end = 0;
    this.#damage.clear();
    for (const { replaced } of this.#snapshots) replaced.clear();
  }

  /** Lays `data` over one sector. */
  damage(offset: number, data: Uint8Array): void {
    assert(data.length === sectorSize, 'damage covers one sector');
    this.#damage.set(this.#sectorAt(offset, sectorSize), data.slice());
  }

  /** Turns over bit `bit` (0 to 7) of the byte at `offset`, on top of earlier damage. */
  flip(offset: number, bit: number): void {
    const start = offset - (offset % sectorSize);
    const bytes = this.read(start, sectorSize);
    bytes[offset - start] = (bytes[offset - start] as number) ^ (1 << bit);
    this.damage(start, bytes);
  }

  /** The end of what was ever written, in bytes. */
  get end(): number {
    return this.#end * sectorSize;
  }

  /** Whether each of these bytes was written at some time. */
  holds(offset: number, size: number): boolean {
    const first = this.#sectorAt(offset, size);
    for (let i = 0; i < size / sectorSize; i++) if (!this.#sectors.has(first + i)) return false;
    return true;
  }

  /** From now on these bytes can't be read: zeros come instead. */
  makeBlind(offset: number, size: number): Blindness {
    const first = this.#sectorAt(offset, size);
    const blindness = new Set(Array.from({ length: size / sectorSize }, (_, i) => first + i));
    this.#blind.push(blindness);
    return blindness;
  }

  endBlindness(blindness: Blindness): void {
    remove(this.#blind, blindness);
  }

  /** Remembers what these bytes are, so that `rollBack` can make them so again. */
  snapshot(offset: number, size: number): Snapshot {
    const from = this.#sectorAt(offset, size);
    const snapshot = { from, until: from + size / sectorSize, replaced: new Map() };
    this.#snapshots.push(snapshot);
    return snapshot;
  }

  /**
   * Makes what was written since a snapshot undone, and forgets the snapshot.
   * @param may whether the sector at this offset is to be undone
   * @returns how many sectors are another than before
   */
  rollBack(snapshot: Snapshot, may: (offset: number) => boolean): number {
    remove(this.#snapshots, snapshot);
    let count = 0;
    for (const [sector, bytes] of snapshot.replaced) {
      if (!may(sector * sectorSize)) continue;
      this.#keep(sector);
      if (bytes === undefined) this.#sectors.delete(sector);
      else this.#sectors.set(sector, bytes);
      this.#damage.delete(sector);
      count++;
    }
    return count;
  }

  /** Each snapshot keeps a sector as it was before it was first written to. */
  #keep(sector: number): void {
    for (const { from, until, replaced } of this.#snapshots) {
      if (sector < from || sector >= until || replaced.has(sector)) continue;
      replaced.set(sector, this.#sectors.get(sector)?.slice());
    }
  }

  #see(sector: number): void {
    for (const blindness of this.#blind) blindness.delete(sector);
  }

  #blank(data: Uint8Array, first: number, sectors: number): void {
    for (const blindness of this.#blind) {
      for (let i = 0; i < sectors; i++) {
        if (blindness.has(first + i)) data.fill(0, i * sectorSize, (i + 1) * sectorSize);
      }
    }
  }

  #overlay(data: Uint8Array, first: number, sectors: number): void {
    for (let i = 0; i < sectors; i++) {
      const damage = this.#damage.get(first + i);
      if (damage !== undefined) data.set(damage, i * sectorSize);
    }
  }

  #sectorAt(offset: number, size: number): number {
    assert(Number.isSafeInteger(offset) && offset >= 0, 'an offset lies in its zone');
    assert(offset % sectorSize === 0 && size % sectorSize === 0, 'a disk moves whole sectors');
    assert(size > 0, 'a disk operation moves something');
    return offset / sectorSize;
  }
}

function remove<T>(from: T[], item: T): void {
  const at = from.indexOf(item);
  assert(at >= 0, 'what is taken away was there');
  from.splice(at, 1);
}

const blank = new Uint8Array(0);

/** Never zero, so that nobody mistakes what was never written for something blank. */
function garbageByte(sector: number): number {
  return ((Math.imul(sector, 37) + 0xa5) & 0xff) | 1;
}
