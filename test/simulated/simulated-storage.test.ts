import { describe, expect, test } from 'vitest';
import { EventQueue } from '../../cluster/simulated/event-queue.ts';
import { type DiskOperation, SimulatedStorage } from '../../cluster/simulated/simulated-storage.ts';
import { superblockCopySize } from '../../cluster/vsr/superblock-image.ts';
import { sectorSize } from '../../harness/environment.ts';
import { Random } from '../../harness/random.ts';
import { millisecond } from '../../harness/time.ts';
import { planOf } from './plans.ts';

const { configuration } = planOf({ seed: 'storage' }).cluster;
const weather = {
  readMin: millisecond,
  readMean: millisecond,
  writeMin: 2 * millisecond,
  writeMean: millisecond,
};

function open(seed = 'storage') {
  const queue = new EventQueue();
  const random = Random.fromSeed(seed);
  const storage = new SimulatedStorage({ queue, replica: 0, configuration, weather, random });
  const finish = () => {
    const results: { token: number; at: number; data: Uint8Array | null }[] = [];
    while (queue.next()) {
      const data = storage.complete(queue.payload as DiskOperation);
      results.push({ token: queue.token, at: queue.now, data });
    }
    return results;
  };
  return { storage, queue, finish };
}

const ignore = (): void => {};

const sector = (byte: number): Uint8Array => new Uint8Array(sectorSize).fill(byte);

describe('simulated storage', () => {
  test('takes its time', () => {
    const { storage, finish } = open();
    storage.write('grid', 0, sector(1), 1);
    storage.read('grid', sectorSize, sectorSize, 2);
    const results = finish();
    expect(results.find(({ token }) => token === 1)?.at).toBeGreaterThanOrEqual(2 * millisecond);
    expect(results.find(({ token }) => token === 2)?.at).toBeGreaterThanOrEqual(millisecond);
  });

  test('does overlapping operations in either order', () => {
    const orders = new Set<string>();
    for (let i = 0; i < 40; i++) {
      const { storage, finish } = open(`order ${i}`);
      storage.write('grid', 0, sector(1), 1);
      storage.write('grid', 0, sector(2), 2);
      const last = finish().at(-1)?.token;
      storage.read('grid', 0, sectorSize, 3);
      expect(finish()[0]?.data?.[0]).toBe(last);
      orders.add(`${last}`);
    }
    expect(orders.size).toBe(2);
  });

  test('tells nobody of what was under way at a crash', () => {
    const { storage, finish } = open();
    storage.write('grid', 0, sector(1), 1);
    storage.read('grid', 0, sectorSize, 2);
    storage.crash([1, 1], [0, 1], Random.fromSeed('crash'));
    expect(finish().map(({ data }) => data)).toEqual([null, null]);
    storage.read('grid', 0, sectorSize, 3);
    expect(finish()[0]?.data).not.toEqual(sector(1));
  });

  test('what gets through a crash is there', () => {
    const { storage, finish } = open();
    storage.write('grid', 0, sector(1), 1);
    storage.crash([0, 1], [0, 1], Random.fromSeed('crash'));
    storage.read('grid', 0, sectorSize, 2);
    expect(finish().find(({ token }) => token === 2)?.data).toEqual(sector(1));
  });

  test('a bit flips within what a slot holds', () => {
    const { storage, finish } = open();
    storage.format([{ zone: 'journal-headers', offset: 0, data: sector(0) }]);
    for (let slot = 0; slot < 3; slot++) {
      storage.write('journal-prepares', slot * configuration.messageSizeMax, sector(0), slot);
    }
    finish();
    expect(storage.slotsWritten).toBe(3);
    storage.flip('journal-prepares', 1, 8 * sectorSize + 13);
    storage.flip('journal-headers', 2, 8 * 256 + 9);
    storage.read('journal-prepares', configuration.messageSizeMax, sectorSize, 0);
    expect(finish()[0]?.data?.[1]).toBe(1 << 5);
    storage.read('journal-headers', 0, sectorSize, 0);
    expect(finish()[0]?.data?.[2 * 256 + 1]).toBe(1 << 1);
  });

  test('a bit flips in one copy of the superblock', () => {
    const { storage, finish } = open();
    const size = superblockCopySize(configuration);
    for (let copy = 0; copy < 4; copy++) {
      storage.write('superblock', copy * size, new Uint8Array(size), copy);
    }
    finish();
    storage.flip('superblock', 2, 8 * size + 21);
    storage.read('superblock', 0, 4 * size, 9);
    const data = finish()[0]?.data ?? new Uint8Array();
    expect(data.findIndex((byte) => byte !== 0)).toBe(2 * size + 2);
    expect(data[2 * size + 2]).toBe(1 << 5);
  });

  describe('a misdirected write', () => {
    const slotSize = configuration.messageSizeMax;
    const prepares = (slots: readonly number[]) => {
      const world = open();
      for (const slot of slots) {
        world.storage.write('journal-prepares', slot * slotSize, sector(slot + 1), slot);
      }
      world.finish();
      const read = (slot: number): number | undefined => {
        world.storage.read('journal-prepares', slot * slotSize, sectorSize, 0);
        return world.finish()[0]?.data?.[0];
      };
      return { ...world, read };
    };

    test('lands in another slot, once, and what should be there stays as it was', () => {
      const { storage, read, finish } = prepares([3, 50, 70]);
      const struck: number[] = [];
      storage.writeFaults.armed.push({
        zone: 'journal-prepares',
        slot: 3,
        modulus: 3,
        landing: 3,
        strike: (slot) => struck.push(slot),
      });
      for (const slot of [70, 50]) {
        storage.write('journal-prepares', slot * slotSize, sector(99), slot);
        expect(finish().map(({ data }) => data?.length)).toEqual([0]);
      }
      // Slot 70 lies in chunk 4, slot 50 in chunk 3: of the same remainder as chunk 0.
      expect(struck).toEqual([50]);
      expect([read(3), read(50), read(70)]).toEqual([99, 51, 99]);
      expect(storage.writeFaults.armed).toEqual([]);
      storage.write('journal-prepares', 50 * slotSize, sector(98), 0);
      finish();
      expect([read(3), read(50)]).toEqual([99, 98]);
    });

    test('takes a whole sector of headers along', () => {
      const { storage, finish } = open();
      for (const chunk of [0, 3]) {
        storage.write('journal-headers', chunk * sectorSize, sector(chunk + 1), chunk);
      }
      finish();
      storage.writeFaults.armed.push({
        zone: 'journal-headers',
        slot: 5,
        modulus: 3,
        landing: 5,
        strike: ignore,
      });
      storage.write('journal-headers', 3 * sectorSize, sector(9), 1);
      finish();
      storage.read('journal-headers', 0, sectorSize, 2);
      expect(finish()[0]?.data).toEqual(sector(9));
      storage.read('journal-headers', 3 * sectorSize, sectorSize, 3);
      expect(finish()[0]?.data).toEqual(sector(4));
    });

    test('that lands nowhere is reported all the same, and the next one is done', () => {
      const { storage, read, finish } = prepares([50, 70]);
      const struck: number[] = [];
      storage.writeFaults.armed.push({
        zone: 'journal-prepares',
        slot: 3,
        modulus: 3,
        landing: null,
        strike: (slot) => struck.push(slot),
      });
      for (const byte of [97, 98]) {
        storage.write('journal-prepares', 50 * slotSize, sector(byte), byte);
        expect(finish().map(({ data }) => data?.length)).toEqual([0]);
        expect(read(50)).toBe(byte === 97 ? 51 : 98);
      }
      expect(struck).toEqual([50]);
    });

    test('to a copy of the superblock lands nowhere', () => {
      const { storage, finish } = open();
      const size = superblockCopySize(configuration);
      const zone = 'superblock';
      storage.writeFaults.armed.push({ zone, slot: 2, modulus: 3, landing: null, strike: ignore });
      for (const copy of [1, 2]) storage.write('superblock', copy * size, sector(9), copy);
      finish();
      storage.read('superblock', size, sectorSize, 1);
      expect(finish()[0]?.data).toEqual(sector(9));
      storage.read('superblock', 2 * size, sectorSize, 1);
      expect(finish()[0]?.data).not.toEqual(sector(9));
    });

    test('and what is rolled back leave the other ring alone', () => {
      const { storage, read, finish } = prepares([50]);
      const prepared = storage.snapshot('journal-prepares', 0);
      const headers = storage.snapshot('journal-headers', 0);
      storage.write('journal-prepares', 50 * slotSize, sector(99), 1);
      storage.write('journal-headers', 3 * sectorSize, sector(9), 2);
      finish();
      expect(storage.rollBack('journal-prepares', prepared)).toBe(1);
      expect(read(50)).toBe(51);
      expect(storage.rollBack('journal-headers', headers)).toBe(0);
      expect(storage.writeFaults.mayStrike('journal-headers', 50)).toBe(false);
      storage.write('journal-prepares', 50 * slotSize, sector(99), 1);
      finish();
      expect(storage.writeFaults.mayStrike('journal-headers', 50)).toBe(true);
    });

    test('leaves the other ring of its chunks alone, and so do torn writes', () => {
      const { storage, finish } = prepares([3, 50]);
      const { armed } = storage.writeFaults;
      armed.push({ zone: 'journal-prepares', slot: 3, modulus: 3, landing: 3, strike: ignore });
      storage.write('journal-prepares', 50 * slotSize, sector(99), 0);
      finish();
      armed.push({ zone: 'journal-headers', slot: 100, modulus: 3, landing: 100, strike: ignore });
      storage.write('journal-headers', 3 * sectorSize, sector(9), 1);
      finish();
      expect(armed).toHaveLength(1);
      storage.write('journal-headers', 3 * sectorSize, sector(8), 2);
      storage.crash([0, 1], [1, 1], Random.fromSeed('torn'));
      storage.read('journal-headers', 3 * sectorSize, sectorSize, 3);
      expect(finish().find(({ token }) => token === 3)?.data).toEqual(sector(8));
      // Once the slot holds what it should, its headers may be struck again.
      storage.write('journal-prepares', 50 * slotSize, sector(97), 4);
      finish();
      storage.write('journal-headers', 3 * sectorSize, sector(7), 5);
      finish();
      expect(armed).toHaveLength(0);
    });
  });

  test('refuses what does not fit', () => {
    const { storage } = open();
    const end = configuration.journalSlotCount * configuration.messageSizeMax;
    expect(() => storage.read('journal-prepares', end, sectorSize, 0)).toThrow(/beyond/);
    expect(() => storage.write('grid', 1, sector(0), 0)).toThrow(/whole sectors/);
  });
});
