import { describe, expect, test } from 'vitest';
import { type CrashedWrite, crashWrites } from '../../cluster/simulated/torn-writes.ts';
import { sectorSize, type Zone } from '../../harness/environment.ts';
import { Random } from '../../harness/random.ts';

const never = [0, 1] as const;
const always = [1, 1] as const;
const half = [1, 2] as const;

function write(zone: Zone, sectors: number, offset = 0): CrashedWrite {
  return { zone, offset, data: new Uint8Array(sectors * sectorSize).fill(0xcc) };
}

const randoms = Array.from({ length: 200 }, (_, i) => Random.fromSeed(`torn ${i}`));

describe('writes under way at a crash', () => {
  test('are lost, or whole', () => {
    const writes = [write('journal-prepares', 3)];
    for (const random of randoms.slice(0, 20)) {
      expect(crashWrites(writes, always, always, random)).toEqual([]);
      const [part] = crashWrites(writes, never, never, random);
      expect(part).toMatchObject({ zone: 'journal-prepares', offset: 0, garbage: false });
      expect(part?.data).toBe(writes[0]?.data);
    }
  });

  test('torn: never whole, at most one sector of garbage', () => {
    const counts = new Set<string>();
    for (const random of randoms) {
      const parts = crashWrites(
        [write('journal-prepares', 4, 8 * sectorSize)],
        never,
        always,
        random,
      );
      const garbage = parts.filter((part) => part.garbage);
      const whole = parts.filter((part) => !part.garbage);
      expect(garbage.length).toBeLessThanOrEqual(1);
      expect(whole.length).toBeLessThan(4);
      for (const { data, offset } of parts) {
        expect(data.length).toBe(sectorSize);
        expect(offset / sectorSize).toBeGreaterThanOrEqual(8);
        expect(offset / sectorSize).toBeLessThan(12);
      }
      for (const { data } of whole) expect(data.every((byte) => byte === 0xcc)).toBe(true);
      for (const { data } of garbage) expect(data.every((byte) => byte === 0xcc)).toBe(false);
      counts.add(`${whole.length} whole, ${garbage.length} garbage`);
    }
    expect(counts).toEqual(
      new Set([0, 1].flatMap((g) => [0, 1, 2, 3].map((w) => `${w} whole, ${g} garbage`))),
    );
  });

  test('a single sector is torn into garbage', () => {
    for (const random of randoms.slice(0, 20)) {
      const parts = crashWrites([write('journal-headers', 1)], never, always, random);
      expect(parts.map((part) => part.garbage)).toEqual([true]);
    }
  });

  test('one crash tears one ring of the journal only', () => {
    const seen = new Set<string>();
    for (const random of randoms) {
      const writes = [write('journal-headers', 1), write('journal-prepares', 2)];
      const parts = crashWrites(writes, never, half, random);
      const headersTorn = parts.some((part) => part.zone === 'journal-headers' && part.garbage);
      const prepares = parts.filter((part) => part.zone === 'journal-prepares');
      const preparesTorn = prepares.some(
        (part) => part.garbage || part.data.length < 2 * sectorSize,
      );
      const nothingLeft = prepares.length === 0;
      expect(headersTorn && (preparesTorn || nothingLeft)).toBe(false);
      seen.add(`${headersTorn} ${preparesTorn || nothingLeft}`);
    }
    expect(seen.size).toBe(3);
  });
});
