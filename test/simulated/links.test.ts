import { describe, expect, test } from 'vitest';
import { EventQueue } from '../../cluster/simulated/event-queue.ts';
import { Links } from '../../cluster/simulated/links.ts';
import type { NetworkWeather } from '../../harness/plan.ts';
import { Random } from '../../harness/random.ts';
import { millisecond } from '../../harness/time.ts';

const fair: NetworkWeather = {
  latencyMin: millisecond,
  latencyMean: millisecond,
  loss: [0, 1],
  duplication: [0, 1],
};

function open(weather: NetworkWeather = fair) {
  const queue = new EventQueue();
  const links = new Links(queue, 3, weather, Random.fromSeed('links'));
  /** What arrives from now on: `from → to: byte` at when. */
  const arrivals = () => {
    const seen: { what: string; at: number }[] = [];
    while (queue.next()) {
      const { token, target, payload, now } = queue;
      const what = `${Math.floor(token / 3)}→${target}: ${(payload as Uint8Array)[0]}`;
      if (links.arrive(token, payload as Uint8Array)) seen.push({ what, at: now });
    }
    return seen;
  };
  const send = (from: number, to: number, count = 1) => {
    for (let i = 0; i < count; i++) links.send(from, to, new Uint8Array([i]));
  };
  return { queue, links, arrivals, send };
}

/** No link waits for its turn. */
const freeAt = new Map<number, number>();

const whats = (seen: { what: string }[]) => seen.map(({ what }) => what);

describe('links', () => {
  test('carry each message once, late, and not in order', () => {
    const { send, arrivals } = open();
    send(0, 1, 100);
    const seen = arrivals();
    expect(new Set(whats(seen)).size).toBe(100);
    expect(seen[0]?.at).toBeGreaterThanOrEqual(millisecond);
    expect(whats(seen)).not.toEqual(Array.from({ length: 100 }, (_, i) => `0→1: ${i}`));
  });

  test('what one link carries changes nothing on another', () => {
    const quiet = open();
    quiet.send(0, 1, 20);
    const loud = open();
    loud.send(2, 1, 50);
    loud.send(0, 1, 20);
    const ofLink = loud.arrivals().filter(({ what }) => what.startsWith('0'));
    expect(ofLink).toEqual(quiet.arrivals());
  });

  test('lose and double at their rates', () => {
    const lossy = open({ ...fair, loss: [1, 2] });
    lossy.send(0, 1, 200);
    expect(lossy.arrivals().length).toBeGreaterThan(70);
    lossy.send(0, 1, 200);
    expect(lossy.arrivals().length).toBeLessThan(130);
    lossy.links.clear();
    lossy.send(0, 1, 200);
    expect(lossy.arrivals().length).toBe(200);
    const doubling = open({ ...fair, duplication: [1, 1] });
    doubling.send(0, 1, 10);
    expect(doubling.arrivals().length).toBe(20);
  });

  test('a cut stops one direction, also what is under way', () => {
    const { links, send, arrivals } = open();
    send(0, 1);
    links.cut(0, 1);
    send(0, 1);
    send(1, 0);
    expect(whats(arrivals())).toEqual(['1→0: 0']);
    links.cut(0, 1);
    links.mend(0, 1);
    send(0, 1);
    expect(arrivals()).toEqual([]);
    links.mend(0, 1);
    send(0, 1);
    expect(whats(arrivals())).toEqual(['0→1: 0']);
  });

  test('what a node sends to itself is never lost', () => {
    const { send, arrivals } = open({ ...fair, loss: [1, 1] });
    send(2, 2);
    expect(arrivals()).toEqual([{ what: '2→2: 0', at: 0 }]);
  });

  test('a link holds so much and no more, and then again', () => {
    const { send, arrivals } = open();
    send(0, 1, 1000);
    expect(arrivals().length).toBe(256);
    send(0, 1, 10);
    expect(arrivals().length).toBe(10);
  });

  test('faults come on top of the weather', () => {
    const { links, send, arrivals } = open();
    const interval = { from: 0, until: 0 };
    const random = Random.fromSeed('fault');
    links.disturbances.push({
      random,
      freeAt,
      fault: { kind: 'loss', ratio: [1, 1], ...interval },
    });
    send(0, 1, 5);
    expect(arrivals()).toEqual([]);
    links.disturbances.pop();
    const hold = 500 * millisecond;
    links.disturbances.push({
      random,
      freeAt,
      fault: { kind: 'reordering', ratio: [1, 1], hold, ...interval },
    });
    send(0, 1);
    expect(arrivals()[0]?.at).toBeGreaterThan(hold);
  });

  test('a corrupted message is a copy with one bit turned over; the original stays', () => {
    const { links, queue } = open();
    const random = Random.fromSeed('bits');
    const fault = { kind: 'corruption', ratio: [1, 1], from: 0, until: 0 } as const;
    links.disturbances.push({ random, freeAt, fault });
    const zones = new Set<string>();
    for (let i = 0; i < 40; i++) {
      const message = new Uint8Array(1024);
      links.send(0, 1, message);
      queue.next();
      const arrived = queue.payload as Uint8Array;
      const flipped = [...arrived.entries()].filter(([, byte]) => byte !== 0);
      expect(flipped).toHaveLength(1);
      const [at = 0, byte = 0] = flipped[0] ?? [];
      expect(byte & (byte - 1)).toBe(0);
      zones.add(at < 256 ? 'header' : 'body');
      expect(message.every((each) => each === 0)).toBe(true);
    }
    expect(zones).toEqual(new Set(['header', 'body']));
  });

  test('a clogged link holds everything back, and gives it up in the order of arrival', () => {
    const { links, send, arrivals, queue } = open();
    send(0, 1, 3);
    links.clog(0, 1);
    links.clog(0, 1);
    send(2, 1);
    const others = arrivals();
    expect(whats(others)).toEqual(['2→1: 0']);
    send(0, 1, 20);
    expect(arrivals()).toEqual([]);
    links.unclog(0, 1);
    expect(arrivals()).toEqual([]);
    const { now } = queue;
    links.unclog(0, 1);
    send(0, 1);
    const seen = arrivals();
    expect(seen).toHaveLength(24);
    expect(seen.filter(({ at }) => at === now)).toHaveLength(23);
    expect(seen.at(-1)?.at).toBeGreaterThan(now);
    expect(whats(seen.slice(0, 3)).toSorted()).toEqual(['0→1: 0', '0→1: 1', '0→1: 2']);
  });

  test('what is held back counts against what a link holds, and a cut stops it after all', () => {
    const { links, send, arrivals } = open();
    links.clog(0, 1);
    send(0, 1, 1000);
    expect(arrivals()).toEqual([]);
    links.unclog(0, 1);
    expect(arrivals()).toHaveLength(256);
    links.clog(0, 1);
    send(0, 1, 5);
    expect(arrivals()).toEqual([]);
    links.cut(0, 1);
    links.unclog(0, 1);
    expect(arrivals()).toEqual([]);
    links.mend(0, 1);
    send(0, 1, 1000);
    expect(arrivals()).toHaveLength(256);
  });
});
