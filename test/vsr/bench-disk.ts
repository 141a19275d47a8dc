import { assert } from '../../harness/assert.ts';
import { sectorSize, type Zone } from '../../harness/environment.ts';
import type { Random, Ratio } from '../../harness/random.ts';

/** Sectors in memory. What was never written reads as noise. */
export class BenchDisk {
  readonly #sectors = new Map<string, Uint8Array>();

  read(zone: Zone, offset: number, size: number): Uint8Array {
    assert(offset % sectorSize === 0 && size % sectorSize === 0, 'a disk moves whole sectors');
    const data = new Uint8Array(size);
    for (let at = 0; at < size; at += sectorSize) {
      const sector = this.#sectors.get(`${zone}/${offset + at}`);
      if (sector === undefined) data.fill(0xa5, at, at + sectorSize);
      else data.set(sector, at);
    }
    return data;
  }

  write(zone: Zone, offset: number, data: Uint8Array): void {
    assert(offset % sectorSize === 0 && data.length % sectorSize === 0, 'whole sectors');
    for (let at = 0; at < data.length; at += sectorSize) {
      this.#sectors.set(`${zone}/${offset + at}`, data.slice(at, at + sectorSize));
    }
  }

  flip(zone: Zone, offset: number, bit: number): void {
    const start = offset - (offset % sectorSize);
    const sector = this.read(zone, start, sectorSize);
    sector[offset - start] = (sector[offset - start] as number) ^ (1 << bit);
    this.write(zone, start, sector);
  }

  /** What a crash makes of writes under way. Only one of the journal's rings is torn at a time. */
  crash(
    writes: readonly { zone: Zone; offset: number; data: Uint8Array }[],
    lost: Ratio,
    torn: Ratio,
    random: Random,
  ): void {
    let ring: Zone | null = null;
    for (const write of random.shuffled(writes)) {
      if (random.chance(lost)) continue;
      const isRing = write.zone.startsWith('journal');
      const mayTear = !isRing || ring === null || ring === write.zone;
      if (!random.chance(torn) || !mayTear) {
        this.write(write.zone, write.offset, write.data);
        continue;
      }
      if (isRing) ring = write.zone;
      for (let at = 0; at < write.data.length; at += sectorSize) {
        const sector = write.data.slice(at, at + sectorSize);
        const fate = random.below(3);
        if (fate === 0 && write.data.length > sectorSize) continue;
        if (fate === 1 || write.data.length === sectorSize) {
          const from = random.below(sectorSize);
          for (let i = from; i < sectorSize; i++) sector[i] = random.below(256);
        }
        this.write(write.zone, write.offset + at, sector);
      }
    }
  }
}
