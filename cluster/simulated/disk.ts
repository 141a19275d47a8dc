import { assert } from '../../harness/assert.ts';
import { sectorCeil, sectorSize } from '../../harness/environment.ts';
import { ChunkedBytes } from '../wire/chunked-bytes.ts';

/**
 * The sectors of one zone. Only what was ever written takes memory. What was written last stays as
 * it is; damage lies over it, a sector at a time, until that sector is written again.
 */
export class Disk {
  /** What was written to a sector: zeros follow it to the sector's end. */
  readonly #sectors = new Map<number, Uint8Array>();
  readonly #damage = new Map<number, Uint8Array>();
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
      let place = this.#sectors.get(sector);
      if (place?.length !== size) {
        place = this.#memory.take(size);
        this.#sectors.set(sector, place);
      }
      place.set(size === data.length ? data : data.subarray(at, at + size));
      if (this.#damage.size > 0) this.#damage.delete(sector);
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

const blank = new Uint8Array(0);

/** Never zero, so that nobody mistakes what was never written for something blank. */
function garbageByte(sector: number): number {
  return ((Math.imul(sector, 37) + 0xa5) & 0xff) | 1;
}
