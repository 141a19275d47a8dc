import { assert } from '../../harness/assert.ts';
import { sectorSize } from '../../harness/environment.ts';

const slabSectors = 256;

/** The place of a sector that is known to be all zeros. */
const blankPlace = -1;

/**
 * The sectors of one zone. Only those ever written take memory, in slabs. What was written last
 * stays as it is; damage lies over it, a sector at a time, until that sector is written again.
 */
export class Disk {
  /** From a sector to its place in the slabs. */
  readonly #places = new Map<number, number>();
  readonly #damage = new Map<number, Uint8Array>();
  readonly #slabs: Uint8Array[] = [];
  #used = 0;

  /** A copy of what lies there: damage included, garbage where nothing was ever written. */
  read(offset: number, size: number): Uint8Array {
    const data = new Uint8Array(size);
    const first = this.#sectorAt(offset, size);
    const sectors = size / sectorSize;
    for (let i = 0; i < sectors; ) {
      const place = this.#places.get(first + i);
      if (place === undefined) {
        data.fill(garbageByte(first + i), i * sectorSize, (i + 1) * sectorSize);
        i++;
        continue;
      }
      if (place === blankPlace) {
        i++;
        continue;
      }
      const run = this.#run(first + i, place, sectors - i);
      data.set(this.#bytes(place, run), i * sectorSize);
      i += run;
    }
    if (this.#damage.size > 0) this.#overlay(data, first, sectors);
    return data;
  }

  /** Writes whole sectors; whatever damage was there is gone. */
  write(offset: number, data: Uint8Array): void {
    const first = this.#sectorAt(offset, data.length);
    const sectors = data.length / sectorSize;
    for (let i = 0; i < sectors; ) {
      const known = this.#places.get(first + i) ?? blankPlace;
      const place = known === blankPlace ? this.#allocate(first + i) : known;
      const run = this.#run(first + i, place, sectors - i);
      const part = run === sectors ? data : data.subarray(i * sectorSize, (i + run) * sectorSize);
      this.#bytes(place, run).set(part);
      i += run;
    }
    if (this.#damage.size > 0) {
      for (let i = 0; i < sectors; i++) this.#damage.delete(first + i);
    }
  }

  /** Writes zeros that take no memory. */
  blank(offset: number, size: number): void {
    const first = this.#sectorAt(offset, size);
    for (let i = 0; i < size / sectorSize; i++) {
      this.#places.set(first + i, blankPlace);
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

  /** How many sectors from `sector` on (at most `limit`) lie beside each other in one slab. */
  #run(sector: number, place: number, limit: number): number {
    const room = Math.min(limit, slabSectors - (place % slabSectors));
    let run = 1;
    while (run < room && this.#places.get(sector + run) === place + run) run++;
    return run;
  }

  #allocate(sector: number): number {
    if (this.#used % slabSectors === 0) {
      this.#slabs.push(new Uint8Array(slabSectors * sectorSize));
    }
    const place = this.#used++;
    this.#places.set(sector, place);
    return place;
  }

  #bytes(place: number, sectors: number): Uint8Array {
    const slab = this.#slabs[Math.floor(place / slabSectors)] as Uint8Array;
    const at = (place % slabSectors) * sectorSize;
    return slab.subarray(at, at + sectors * sectorSize);
  }
}

/** Never zero, so that nobody mistakes what was never written for something blank. */
function garbageByte(sector: number): number {
  return ((Math.imul(sector, 37) + 0xa5) & 0xff) | 1;
}
