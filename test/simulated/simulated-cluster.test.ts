import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../harness/cluster.ts';
import type { Fault } from '../../harness/fault.ts';
import type { HistoryEvent } from '../../harness/history.ts';
import { millisecond, second } from '../../harness/time.ts';
import { runEcho } from './echo.ts';
import { planOf } from './plans.ts';
import { createStandIn, formatNothing, StandIn } from './stand-in.ts';

const quiet = {
  latencyMin: millisecond,
  latencyMean: 0,
  loss: [0, 1],
  duplication: [0, 1],
} as const;

function run(faults: readonly Fault[], createReplica = createStandIn, seed = 'world') {
  const plan = planOf({
    seed,
    faults,
    over: 6 * second,
    requests: 60,
    cluster: { network: quiet },
  });
  return runEcho({ plan, createReplica, format: formatNothing });
}

const of = <K extends HistoryEvent['kind']>(events: readonly HistoryEvent[], kind: K) =>
  events.filter((event) => event.kind === kind) as (HistoryEvent & { kind: K })[];

const crash = (from: number, until: number): Fault => ({
  kind: 'crash',
  from: from * second,
  until: until * second,
  replica: 1,
  lost: [0, 1],
  torn: [0, 1],
});

describe('the simulated cluster', () => {
  test('answers every request, and records it', async () => {
    const { events, bytes } = await run([]);
    expect(of(events, 'session')).toHaveLength(3);
    expect(of(events, 'invoke')).toHaveLength(63);
    expect(of(events, 'reply')).toHaveLength(63);
    expect(of(events, 'commit')).toHaveLength(66);
    expect(of(events, 'start').map(({ replica }) => replica)).toEqual([0, 1, 2]);
    expect(of(events, 'state')).toHaveLength(3);
    expect(of(events, 'digest')).toHaveLength(3);
    const last = of(events, 'reply').at(-1);
    expect(bytes.length).toBe((last?.offset ?? 0) + (last?.size ?? 0));
    for (const { session, request } of of(events, 'reply')) {
      expect(events).toContainEqual(expect.objectContaining({ kind: 'invoke', session, request }));
      expect(events).toContainEqual(expect.objectContaining({ kind: 'commit', session, request }));
    }
  });

  test('the same plan gives the same history, another seed another', async () => {
    const fault: Fault = { kind: 'loss', from: 0, until: 3 * second, ratio: [1, 5] };
    const once = await run([fault]);
    expect(await run([fault])).toEqual(once);
    expect(await run([fault], createStandIn, 'other')).not.toEqual(once);
  });

  test('time goes forward in the history', async () => {
    const { events } = await run([]);
    const times = events.map(({ time }) => time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('a crashed replica is down until the fault ends, and starts anew', async () => {
    const fault: Fault = {
      kind: 'crash',
      from: second,
      until: 2 * second,
      replica: 'primary',
      lost: [1, 1],
      torn: [0, 1],
    };
    const { events } = await run([fault]);
    const lives = events.filter(
      (event) =>
        'replica' in event && event.replica === 0 && ['start', 'crash'].includes(event.kind),
    );
    expect(lives.map(({ kind, time }) => `${kind} ${time / second}`)).toEqual([
      'start 0',
      'crash 1',
      'start 2',
    ]);
    const down = of(events, 'reply').filter(({ time }) => time > 1.1 * second && time < 2 * second);
    expect(down).toEqual([]);
    expect(of(events, 'fault')).toEqual([
      { time: second, kind: 'fault', fault: 0, target: 'replica 0' },
    ]);
    expect(of(events, 'fault-end')[0]).toMatchObject({ time: 2 * second, target: 'replica 0' });
    const order = events.map(({ kind }) => kind);
    expect(order.indexOf('fault')).toBeLessThan(order.indexOf('crash'));
  });

  test('overlapping crashes: up when the last one ends', async () => {
    const { events } = await run([crash(1, 3), crash(2, 5), crash(2.5, 2.6)]);
    expect(of(events, 'crash')).toHaveLength(1);
    const starts = of(events, 'start').filter(({ replica }) => replica === 1);
    expect(starts.map(({ time }) => time / second)).toEqual([0, 5]);
  });

  test('a paused replica gets everything afterwards, but no ticks for the time', async () => {
    let standIn: StandIn | null = null;
    const fault: Fault = { kind: 'pause', from: second, until: 3 * second, replica: 0 };
    const { events } = await run([fault], (options) => {
      const created = new StandIn(options);
      if (options.replica === 0) standIn = created;
      return created;
    });
    const during = of(events, 'commit').filter(
      ({ time }) => time > 1.1 * second && time < 3 * second,
    );
    expect(during).toEqual([]);
    expect(of(events, 'reply')).toHaveLength(63);
    expect(of(events, 'pause')).toHaveLength(1);
    expect(of(events, 'resume')).toHaveLength(1);
    const end = events.at(-1)?.time ?? 0;
    expect((standIn as StandIn | null)?.ticks).toBeLessThan(
      (end - 2 * second) / (10 * millisecond) + 2,
    );
  });

  test('a partition keeps replicas apart, clients reach all', async () => {
    const fault: Fault = { kind: 'partition', from: 0, until: 6 * second, side: ['primary'] };
    const { events } = await run([fault]);
    expect(of(events, 'fault')[0]?.target).toBe('replica 0 | replica 1, 2');
    expect(of(events, 'reply').filter(({ time }) => time < 6 * second).length).toBeGreaterThan(50);
  });

  test('a client that is cut off waits, the others go on', async () => {
    const fault: Fault = {
      kind: 'cut',
      from: 0,
      until: 4 * second,
      sender: 'client 1',
      receiver: 0,
    };
    const { events } = await run([fault]);
    const early = of(events, 'reply').filter(({ time }) => time < 4 * second);
    expect(new Set(early.map(({ session }) => session))).toEqual(new Set([0, 2]));
    expect(of(events, 'fault')[0]?.target).toBe('client 1 → replica 0');
    expect(of(events, 'reply')).toHaveLength(63);
  });

  test('a target that nobody is strikes nothing, and says why', async () => {
    const interval = { from: second, until: 2 * second };
    const { events } = await run([
      { kind: 'pause', replica: 5, ...interval },
      { kind: 'cut', sender: 'client 9', receiver: 'primary', ...interval },
      { kind: 'cut', sender: 0, receiver: 'primary', ...interval },
      { kind: 'bit-flip', replica: 0, zone: 'journal-prepares', slot: 3, bit: 1, ...interval },
    ]);
    expect(of(events, 'fault').map(({ target }) => target)).toEqual([
      'nothing: there is no replica 5',
      'nothing: there is no client 9',
      'nothing: the primary is taken already',
      'nothing: no slot like 3 of replica 0 is far from its head',
    ]);
    expect(of(events, 'fault-end')).toHaveLength(4);
  });

  test('a replica that throws is recorded, stays down, and ends the drive', async () => {
    class Panicking extends StandIn {
      override on(input: Parameters<StandIn['on']>[0]): void {
        super.on(input);
        if (this.options.replica === 0 && this.op === 5) throw new TypeError('five is right out');
      }
    }
    let cluster: Cluster | null = null;
    const plan = planOf({ seed: 'panic' });
    const { events } = await runEcho({
      plan,
      format: formatNothing,
      createReplica: (options) => new Panicking(options),
      onOpen: (opened) => {
        cluster = opened;
      },
    });
    expect(of(events, 'panic')).toMatchObject([
      { replica: 0, message: 'TypeError: five is right out' },
    ]);
    expect((cluster as Cluster | null)?.replicas()[0]).toMatchObject({ up: false, state: null });
    expect(of(events, 'commit')).toHaveLength(5);
  });

  test('healing lifts what is left and brings everybody back', async () => {
    const until = 60 * second;
    const { events } = await run([
      { kind: 'crash', from: second, until, replica: 1, lost: [0, 1], torn: [0, 1] },
      { kind: 'pause', from: second, until, replica: 2 },
      { kind: 'loss', from: 0, until, ratio: [1, 1] },
    ]);
    expect(of(events, 'fault-end').map(({ fault }) => fault)).toEqual([0, 1, 2]);
    expect(of(events, 'reply')).toHaveLength(63);
    expect(of(events, 'reply')[0]?.time).toBeGreaterThanOrEqual(6 * second);
    expect(of(events, 'phase').map(({ phase }) => phase)).toContain('settle');
  });
});
