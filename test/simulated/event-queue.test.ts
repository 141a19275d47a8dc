import { describe, expect, test } from 'vitest';
import { EventQueue, eventKinds } from '../../cluster/simulated/event-queue.ts';
import { Random } from '../../harness/random.ts';

describe('the event queue', () => {
  test('is empty at first', () => {
    expect(new EventQueue().next()).toBe(false);
  });

  test('orders by time, and at one moment by when it was pushed', () => {
    const random = Random.fromSeed('queue');
    const queue = new EventQueue();
    const expected: { time: number; token: number }[] = [];
    for (let token = 0; token < 5000; token++) {
      const time = random.below(500);
      queue.push(time, eventKinds.alarm, 0, token, null);
      expected.push({ time, token });
    }
    expected.sort((a, b) => a.time - b.time || a.token - b.token);
    const taken: { time: number; token: number }[] = [];
    while (queue.next()) taken.push({ time: queue.now, token: queue.token });
    expect(taken).toEqual(expected);
    expect(queue.next()).toBe(false);
    expect(queue.size).toBe(0);
  });

  test('stays in order while events lead to events', () => {
    const random = Random.fromSeed('interleaved');
    const queue = new EventQueue();
    for (let i = 0; i < 300; i++) queue.push(random.below(1000), eventKinds.alarm, 0, i, null);
    let last = 0;
    let taken = 0;
    while (queue.next()) {
      if (queue.now < last) expect.unreachable('time ran backwards');
      last = queue.now;
      taken++;
      if (taken < 5000) queue.push(last + random.below(100), eventKinds.alarm, 0, taken, null);
    }
    expect(taken).toBe(300 + 4999);
  });

  test('keeps the payload with its event', () => {
    const queue = new EventQueue();
    const late = new Uint8Array(1);
    const early = new Uint8Array(2);
    queue.push(2, eventKinds.deliver, 1, 0, late);
    queue.push(1, eventKinds.deliver, 2, 0, early);
    queue.next();
    expect(queue.payload).toBe(early);
    queue.next();
    expect(queue.payload).toBe(late);
  });

  test('knows no past', () => {
    const queue = new EventQueue();
    queue.push(5, eventKinds.alarm, 0, 0, null);
    queue.next();
    expect(() => queue.push(4, eventKinds.alarm, 0, 0, null)).toThrow(/future/);
  });
});
