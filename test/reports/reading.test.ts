import { describe, expect, test } from 'vitest';
import type { History, HistoryEvent } from '../../harness/history.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { second } from '../../harness/time.ts';
import { readFaults } from '../../reports/reading/fault-spans.ts';
import { readLanes, shares } from '../../reports/reading/lanes.ts';
import { responseTimes, serviceTimes } from '../../reports/reading/latencies.ts';
import { latencyCurve } from '../../reports/reading/latency-curve.ts';
import { summarise, valueAt } from '../../reports/reading/percentiles.ts';
import { readRequests } from '../../reports/reading/requests.ts';
import { readStatuses } from '../../reports/reading/status-rows.ts';
import { cutWindows } from '../../reports/reading/windows.ts';
import { madeUpPlan, madeUpRun } from './made-up-run.ts';

const plan = madeUpPlan(3, 'reading');

function invoke(session: number, request: number, stage: number, due: number, time: number) {
  const operation = operations.create_transfers;
  const index = request;
  return { time, kind: 'invoke', session, request, stage, index, operation, due } as const;
}

function reply(session: number, request: number, time: number, size = 0) {
  return { time, kind: 'reply', session, request, op: 9, timestamp: 1n, offset: 0, size } as const;
}

function historyOf(events: readonly HistoryEvent[], bytes = new Uint8Array(0)): History {
  return { events, bytes };
}

describe('requests', () => {
  const history = historyOf([
    invoke(0, 1, 0, 0, 5),
    invoke(1, 1, 1, 10, 40),
    reply(0, 1, 25),
    reply(0, 1, 30),
    invoke(0, 2, 1, 20, 50),
    reply(1, 1, 100),
  ]);
  const requests = readRequests(history);

  test('are paired with their first reply', () => {
    expect([...requests.answered]).toEqual([25, 100, -1]);
    expect(requests.answeredCount).toBe(2);
  });

  test('respond from when they were due where there is a schedule, else from sending', () => {
    expect([...responseTimes(plan, requests)]).toEqual([20, 90, -1]);
    expect([...serviceTimes(requests)]).toEqual([20, 60, -1]);
  });

  test('have as many results as the trailer of the reply says', () => {
    const bytes = new Uint8Array(16 * 7 + 16).fill(0xff);
    new Uint16Array(bytes.buffer, bytes.length - 6).set([5, 2, 2]);
    const events = [invoke(0, 1, 1, 0, 0), reply(0, 1, 9, bytes.length)];
    expect([...readRequests(historyOf(events, bytes)).results]).toEqual([7]);
    const damaged = new Uint8Array(bytes.length).fill(0xff);
    expect([...readRequests(historyOf(events, damaged)).results]).toEqual([0]);
  });
});

describe('percentiles', () => {
  const hundred = Float64Array.from({ length: 100 }, (_, i) => i + 1);

  test('are values that were measured, by nearest rank', () => {
    expect(summarise(hundred)).toEqual({
      count: 100,
      p50: 50,
      p90: 90,
      p99: 99,
      p999: 100,
      max: 100,
    });
    expect(summarise(Float64Array.of(7))).toMatchObject({ count: 1, p50: 7, p99: 7, max: 7 });
    expect(summarise(new Float64Array(0))).toBeNull();
    for (let count = 1; count < 200; count++) {
      const values = Float64Array.from({ length: count }, (_, i) => i + 1);
      for (let rank = 1; rank <= count; rank++) expect(valueAt(values, rank / count)).toBe(rank);
    }
  });

  test('make a curve that never falls and ends with the slowest', () => {
    const curve = latencyCurve(hundred);
    const sorted = curve.toSorted((a, b) => a.latency - b.latency || a.percentile - b.percentile);
    expect(curve).toEqual(sorted);
    expect(curve[0]).toEqual({ percentile: 0, latency: 1 });
    expect(curve.at(-1)).toEqual({ percentile: 100, latency: 100 });
    expect(curve).toContainEqual({ percentile: 99, latency: 99 });
    expect(latencyCurve(new Float64Array(0))).toEqual([]);
    expect(latencyCurve(Float64Array.of(7)).every(({ latency }) => latency === 7)).toBe(true);
  });
});

describe('windows', () => {
  test.each([1, 30, 600, 5000])('of %d requests lose none', (count) => {
    const { plan: mixed, history, result } = madeUpRun(count);
    const requests = readRequests(history);
    const windows = cutWindows(requests, responseTimes(mixed, requests), result.duration);
    const sum = (pick: (window: (typeof windows)[number]) => number): number =>
      windows.reduce((total, window) => total + pick(window), 0);
    expect(sum(({ creates, reads }) => creates + reads)).toBe(count);
    expect(sum(({ latency }) => latency?.count ?? 0)).toBe(count);
    expect(windows.length).toBeGreaterThan(5);
    expect(windows.length).toBeLessThanOrEqual(120);
    expect(windows[0]?.from).toBe(0);
    expect(windows.at(-1)?.until).toBe(result.duration);
    windows.slice(1).forEach(({ from }, i) => expect(from).toBe(windows[i]?.until));
  });

  test('count what was never answered where it was due', () => {
    const requests = readRequests(historyOf([invoke(0, 1, 1, 5 * second, 6 * second)]));
    const windows = cutWindows(requests, responseTimes(plan, requests), 10 * second);
    expect(windows.map(({ unanswered }) => unanswered).indexOf(1)).toBe(5);
  });
});

test('faults know when they struck, whom, and that a flipped bit takes no time', () => {
  const { plan: mixed, history, result } = madeUpRun(10);
  const spans = readFaults(mixed, history, result.duration);
  expect(spans.map(({ family }) => family)).toEqual([
    'network',
    'storage',
    'process',
    'network',
    'network',
    'process',
    'storage',
    'clock',
    'clock',
  ]);
  expect(spans[2]).toMatchObject({
    struck: { from: 18 * second, until: 24 * second },
    target: 'replica 0',
  });
  expect(spans[6]?.struck).toEqual({ from: 26 * second, until: 26 * second });
  expect(readFaults(mixed, historyOf([]), 5)[0]).toMatchObject({ struck: null, target: '' });
  const target = 'nothing: there is no primary';
  const missed = historyOf([{ time: 18 * second, kind: 'fault', fault: 2, target }]);
  expect(readFaults(mixed, missed, 20 * second)[2]).toMatchObject({ struck: null, target });
});

test('lanes follow a replica through crash, recovery and pause', () => {
  const { history, result } = madeUpRun(100);
  const lanes = readLanes(history, 3, result.duration);
  const told = lanes.map(({ segments }) => segments.map(({ state, view }) => `${state} ${view}`));
  expect(told).toEqual([
    ['recovering null', 'primary 0', 'down null', 'recovering 0', 'recovering-head 1', 'backup 1'],
    ['recovering null', 'backup 0', 'view-change 1', 'primary 1'],
    ['recovering null', 'backup 0', 'view-change 1', 'backup 1', 'paused 1', 'backup 1'],
  ]);
  for (const lane of lanes) {
    const whole = [...shares(lane).values()].reduce((sum, span) => sum + span, 0);
    expect(whole).toBe(result.duration);
  }
  expect(lanes[0]?.crashes).toEqual([18 * second]);
});

test('statuses are ordered by operation and count', () => {
  expect(readStatuses({ 'a.x': 1, 'b.y': 2, 'a.z': 3, c: 9 })).toEqual([
    { operation: 'c', status: 'answered', count: 9 },
    { operation: 'a', status: 'z', count: 3 },
    { operation: 'a', status: 'x', count: 1 },
    { operation: 'b', status: 'y', count: 2 },
  ]);
});
