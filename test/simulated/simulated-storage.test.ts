import { describe, expect, test } from 'vitest';
import { EventQueue } from '../../cluster/simulated/event-queue.ts';
import { type DiskOperation, SimulatedStorage } from '../../cluster/simulated/simulated-storage.ts';
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

  test('refuses what does not fit', () => {
    const { storage } = open();
    const end = configuration.journalSlotCount * configuration.messageSizeMax;
    expect(() => storage.read('journal-prepares', end, sectorSize, 0)).toThrow(/beyond/);
    expect(() => storage.write('grid', 1, sector(0), 0)).toThrow(/whole sectors/);
  });
});
