import { describe, expect, test } from 'vitest';
import { EventQueue, eventKinds } from '../../cluster/simulated/event-queue.ts';
import { MachineClock } from '../../cluster/simulated/machine-clock.ts';
import { millisecond, second } from '../../harness/time.ts';

function clockAt(...moments: number[]): { clock: MachineClock; goOn: () => void } {
  const queue = new EventQueue();
  for (const moment of moments) queue.push(moment, eventKinds.alarm, 0, 0, null);
  return { clock: new MachineClock(queue, 1000n, 7), goOn: () => queue.next() };
}

describe('a machine’s clocks', () => {
  test('go with true time', () => {
    const { clock, goOn } = clockAt(5 * second);
    expect(clock.realtime()).toBe(1000n);
    goOn();
    expect(clock.monotonic()).toBe(5 * second + 7);
    expect(clock.realtime()).toBe(1000n + BigInt(5 * second));
    expect(clock.tickAfter()).toBe(10 * millisecond);
  });

  test('an offset moves the wall clock only', () => {
    const { clock, goOn } = clockAt(second);
    goOn();
    clock.shift(-2 * second);
    expect(clock.realtime()).toBe(1000n - BigInt(second));
    expect(clock.monotonic()).toBe(second + 7);
    clock.shift(2 * second);
    expect(clock.realtime()).toBe(1000n + BigInt(second));
  });

  test.each([1_000_000, -1_000_000])('a drift of %i moves both, from then on', (gained) => {
    const { clock, goOn } = clockAt(second, 11 * second, 21 * second);
    goOn();
    clock.drift(gained);
    expect(clock.monotonic()).toBe(second + 7);
    goOn();
    expect(clock.monotonic()).toBe(11 * second + 10 * gained + 7);
    expect(clock.realtime()).toBe(1000n + BigInt(11 * second + 10 * gained));
    expect(clock.tickAfter()).toBeCloseTo(10 * millisecond - gained / 100, -2);
    clock.drift(-gained);
    goOn();
    expect(clock.monotonic()).toBe(21 * second + 10 * gained + 7);
  });

  test('the monotonic one never runs backwards', () => {
    const moments = Array.from({ length: 200 }, (_, i) => i * 37);
    const { clock, goOn } = clockAt(...moments);
    let last = 0;
    for (let i = 0; i < moments.length; i++) {
      goOn();
      if (i % 5 === 0) clock.drift(i % 10 === 0 ? 333_333 : -333_333);
      expect(clock.monotonic()).toBeGreaterThanOrEqual(last);
      last = clock.monotonic();
    }
  });
});
