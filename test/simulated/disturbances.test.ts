import { describe, expect, test } from 'vitest';
import { type Disturbance, disturb, type Passage } from '../../cluster/simulated/disturbances.ts';
import type { DelayDistribution } from '../../harness/fault.ts';
import { Random } from '../../harness/random.ts';
import { millisecond, second } from '../../harness/time.ts';

const interval = { from: 0, until: 0 };

function passage(bytes: Uint8Array, now = 0, link = 1): Passage {
  return { link, now, bytes, lost: false, copies: 1, latency: 0 };
}

function disturbance(fault: Disturbance['fault'], links: readonly number[] = []): Disturbance {
  const freeAt = new Map(links.map((link) => [link, 0]));
  return { fault, random: Random.fromSeed('disturbances'), freeAt };
}

test('a truncated message breaks off anywhere', () => {
  const fault = disturbance({ kind: 'truncation', ratio: [1, 1], ...interval });
  const lengths = new Set<number>();
  for (let i = 0; i < 100; i++) {
    const message = passage(new Uint8Array(20).fill(7));
    disturb(fault, message);
    expect(message.bytes.every((byte) => byte === 7)).toBe(true);
    lengths.add(message.bytes.length);
  }
  expect(lengths).toEqual(new Set(Array.from({ length: 20 }, (_, length) => length)));
});

describe('a delay', () => {
  const mean = 100 * millisecond;

  const spans = (distribution?: DelayDistribution): number[] => {
    const shape = distribution === undefined ? {} : { distribution };
    const fault = disturbance({ kind: 'delay', mean, ...shape, ...interval });
    const drawn = Array.from({ length: 20_000 }, () => {
      const message = passage(new Uint8Array(1));
      disturb(fault, message);
      return message.latency;
    });
    return drawn.toSorted((a, b) => a - b);
  };

  test.each([
    // Least, median and most, in percent of the mean.
    ['constant', 100, 100, 100],
    ['uniform', 0, 100, 200],
    [undefined, 0, 69, 1_700],
    ['long-tail', 14, 28, 14_629],
  ] as const)(
    'that is %s has the mean, and its own spread',
    (distribution, least, median, most) => {
      const drawn = spans(distribution);
      const average = drawn.reduce((sum, span) => sum + span, 0) / drawn.length;
      expect(average / mean).toBeGreaterThan(0.95);
      expect(average / mean).toBeLessThan(1.05);
      expect(drawn[0]).toBeGreaterThanOrEqual((least * mean) / 100);
      expect((drawn[10_000] as number) / ((median * mean) / 100)).toBeCloseTo(1, 1);
      expect(drawn.at(-1)).toBeLessThanOrEqual((most * mean) / 100);
      expect(drawn.every((span) => Number.isSafeInteger(span))).toBe(true);
    },
  );
});

describe('a bandwidth of 1,000 bytes a second', () => {
  const fault = { kind: 'bandwidth', sender: 0, receiver: 1, ...interval } as const;
  const latencies = (sizes: readonly number[], now = 0, link = 1): (number | 'lost')[] => {
    const throttled = disturbance({ ...fault, bytesPerSecond: 1_000 }, [1]);
    return sizes.map((size) => {
      const message = passage(new Uint8Array(size), now, link);
      disturb(throttled, message);
      return message.lost ? 'lost' : message.latency / millisecond;
    });
  };

  test('lets messages through one after the other', () => {
    expect(latencies([100, 300, 200])).toEqual([100, 400, 600]);
    expect(latencies([1], 7 * second)).toEqual([1]);
  });

  test('loses what would have to wait for more than a second', () => {
    expect(latencies([800, 300, 200, 1])).toEqual([800, 'lost', 1_000, 'lost']);
  });

  test('leaves other links alone', () => {
    expect(latencies([5_000], 0, 2)).toEqual([0]);
  });
});
