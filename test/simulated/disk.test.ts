import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Disk } from '../../cluster/simulated/disk.ts';
import { sectorSize } from '../../harness/environment.ts';

const filled = (sectors: number, byte: number): Uint8Array =>
  new Uint8Array(sectors * sectorSize).fill(byte);

describe('a disk', () => {
  test('gives back what was written, however it lies', () => {
    const writes = fc.array(
      fc.record({ at: fc.nat(600), sectors: fc.integer({ min: 1, max: 300 }), byte: fc.nat(255) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(writes, (all) => {
        const disk = new Disk();
        const model = new Map<number, number>();
        for (const { at, sectors, byte } of all) {
          disk.write(at * sectorSize, filled(sectors, byte));
          for (let sector = at; sector < at + sectors; sector++) model.set(sector, byte);
        }
        const read = disk.read(0, 900 * sectorSize);
        for (let sector = 0; sector < 900; sector++) {
          const expected = model.get(sector);
          if (expected === undefined) continue;
          const ends = [read[sector * sectorSize], read[(sector + 1) * sectorSize - 1]];
          if (ends[0] !== expected || ends[1] !== expected)
            expect(ends).toEqual([expected, expected]);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('gives the same garbage where nothing was written, never zeros', () => {
    const disk = new Disk();
    const bytes = disk.read(8 * sectorSize, sectorSize);
    expect(bytes).toEqual(new Disk().read(8 * sectorSize, sectorSize));
    expect(bytes.every((byte) => byte !== 0)).toBe(true);
  });

  test('zeros follow what ends within a sector, and nothing of what was there before', () => {
    const disk = new Disk();
    disk.write(0, filled(3, 1));
    disk.write(sectorSize, new Uint8Array(100).fill(2));
    const bytes = disk.read(0, 3 * sectorSize);
    expect([...bytes.subarray(sectorSize + 98, sectorSize + 102)]).toEqual([2, 2, 0, 0]);
    expect([bytes[2 * sectorSize - 1], bytes[2 * sectorSize]]).toEqual([0, 1]);
    disk.write(sectorSize, new Uint8Array(sectorSize + 1).fill(3));
    expect(disk.read(sectorSize, 2 * sectorSize).indexOf(0)).toBe(sectorSize + 1);
  });

  test('zeros take no room, and can be written over', () => {
    const disk = new Disk();
    disk.blank(0, 4 * sectorSize);
    disk.write(sectorSize, filled(2, 1));
    const bytes = disk.read(0, 4 * sectorSize);
    expect([0, 1, 2, 3].map((sector) => bytes[sector * sectorSize])).toEqual([0, 1, 1, 0]);
    disk.blank(sectorSize, sectorSize);
    expect(disk.read(sectorSize, sectorSize)).toEqual(filled(1, 0));
  });

  test('keeps nothing of the buffer that it was given', () => {
    const disk = new Disk();
    const data = filled(1, 1);
    disk.write(0, data);
    data.fill(2);
    disk.read(0, sectorSize).fill(3);
    expect(disk.read(0, sectorSize)).toEqual(filled(1, 1));
  });

  test('damage lies over what was written until it is written again', () => {
    const disk = new Disk();
    disk.write(0, filled(3, 1));
    disk.flip(sectorSize + 5, 3);
    disk.flip(sectorSize + 6, 0);
    expect([...disk.read(0, 3 * sectorSize).subarray(sectorSize + 4, sectorSize + 8)]).toEqual([
      1, 9, 0, 1,
    ]);
    disk.write(0, filled(1, 4));
    expect(disk.read(sectorSize, sectorSize)[5]).toBe(9);
    disk.write(sectorSize, filled(1, 4));
    expect(disk.read(0, 2 * sectorSize)).toEqual(filled(2, 4));
  });

  test('moves whole sectors only', () => {
    expect(() => new Disk().read(1, sectorSize)).toThrow(/sectors/);
    expect(() => new Disk().write(100, filled(1, 1))).toThrow(/sectors/);
  });

  test('what cannot be read comes as zeros, until it is written or the fault is over', () => {
    const disk = new Disk();
    disk.write(0, filled(4, 5));
    const blindness = disk.makeBlind(sectorSize, 2 * sectorSize);
    const firsts = () => {
      const bytes = disk.read(0, 4 * sectorSize);
      return [0, 1, 2, 3].map((sector) => bytes[(sector + 1) * sectorSize - 1]);
    };
    expect(firsts()).toEqual([5, 0, 0, 5]);
    disk.write(2 * sectorSize, filled(1, 6));
    expect(firsts()).toEqual([5, 0, 6, 5]);
    const again = disk.makeBlind(2 * sectorSize, sectorSize);
    disk.endBlindness(blindness);
    expect(firsts()).toEqual([5, 5, 0, 5]);
    disk.endBlindness(again);
    expect(firsts()).toEqual([5, 5, 6, 5]);
  });

  test('goes back to a snapshot, where it may', () => {
    const disk = new Disk();
    disk.write(0, filled(3, 1));
    const snapshot = disk.snapshot(0, 5 * sectorSize);
    for (const byte of [2, 3]) disk.write(sectorSize, filled(4, byte));
    disk.write(7 * sectorSize, filled(1, 4));
    disk.flip(sectorSize, 0);
    const garbage = new Disk().read(4 * sectorSize, sectorSize)[0];
    expect(disk.rollBack(snapshot, (offset) => offset !== 2 * sectorSize)).toBe(3);
    const read = disk.read(0, 8 * sectorSize);
    const firsts = [0, 1, 2, 4, 7].map((sector) => read[sector * sectorSize]);
    expect(firsts).toEqual([1, 1, 3, garbage, 4]);
  });

  test('one snapshot outlives the end of another', () => {
    const disk = new Disk();
    disk.write(0, filled(1, 1));
    const early = disk.snapshot(0, sectorSize);
    disk.write(0, filled(1, 2));
    const late = disk.snapshot(0, sectorSize);
    disk.write(0, filled(1, 3));
    expect(disk.rollBack(early, () => true)).toBe(1);
    expect(disk.read(0, sectorSize)[0]).toBe(1);
    disk.rollBack(late, () => true);
    expect(disk.read(0, sectorSize)[0]).toBe(2);
  });
});
