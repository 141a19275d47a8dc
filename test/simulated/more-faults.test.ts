import { describe, expect, test } from 'vitest';
import { withinBudget } from '../../fault-injector/budget.ts';
import type { Fault } from '../../harness/fault.ts';
import type { EventOf, History, HistoryEvent } from '../../harness/history.ts';
import { millisecond, second } from '../../harness/time.ts';
import { runEcho } from './echo.ts';
import { planOf } from './plans.ts';
import { complaints } from './soak-judge.ts';

// Faults that go on and off, add up, or take back what was written: a cluster of real replicas
// comes through each of them.

async function run(faults: readonly Fault[], replicas = 3): Promise<History> {
  const plan = planOf({ seed: 'more faults', replicas, faults, requests: 400, over: 8 * second });
  expect(withinBudget(faults, replicas)).toBeNull();
  const history = await runEcho({ plan });
  expect(complaints(history)).toEqual([]);
  return history;
}

const of = <K extends HistoryEvent['kind']>({ events }: History, kind: K) =>
  events.filter((event) => event.kind === kind) as (EventOf<K> & { readonly time: number })[];

const span = { from: 3 * second, until: 5 * second };

const repliesDuring = (history: History) =>
  of(history, 'reply').filter(
    ({ time }) => time > span.from + 50 * millisecond && time < span.until,
  );

const crash = (replica: number, from = 5, until = 6): Fault => ({
  kind: 'crash',
  from: from * second,
  until: until * second,
  replica,
  lost: [1, 1],
  torn: [0, 1],
});

describe('on the network', () => {
  test('truncated messages are dropped, every one of them', async () => {
    const history = await run([{ kind: 'truncation', ...span, ratio: [1, 1] }]);
    expect(repliesDuring(history)).toEqual([]);
    expect(of(history, 'fault')).toMatchObject([{ target: 'all links' }]);
  });

  test('where bandwidth is short, requests wait', async () => {
    const link = { sender: 'all', receiver: 'all' } as const;
    const history = await run([{ kind: 'bandwidth', ...span, ...link, bytesPerSecond: 12_000 }]);
    const replies = repliesDuring(history);
    expect(replies.length).toBeGreaterThan(0);
    expect(replies.length).toBeLessThan(50);
  });

  test('a primary whose links flap gives way, and gets them back', async () => {
    const beats = { down: 700 * millisecond, up: 300 * millisecond };
    const links = [
      { sender: 'primary', receiver: 'all' },
      { sender: 'all', receiver: 'primary' },
    ] as const;
    const history = await run(
      links.map((link) => ({ kind: 'flapping', ...span, ...link, ...beats })),
    );
    const elected = of(history, 'state').filter(({ primary, time }) => primary && time > span.from);
    expect(elected.length).toBeGreaterThan(0);
    expect(of(history, 'fault-end').map(({ time }) => time)).toEqual([span.until, span.until]);
  });

  test.each([
    ['in', 'replica 1 | replica 0, 2 (nothing gets in)'],
    ['out', 'replica 1 | replica 0, 2 (nothing gets out)'],
  ] as const)('a partition that lets nothing %s', async (blocked, target) => {
    const history = await run([{ kind: 'partition', ...span, side: [1], blocked }]);
    expect(of(history, 'fault')).toMatchObject([{ target }]);
    // Who hears nothing executes nothing; who is only not heard goes on executing.
    const commits = of(history, 'commit').filter(
      ({ time, replica }) =>
        replica === 1 && time > span.from + 100 * millisecond && time < span.until,
    );
    if (blocked === 'in') expect(commits).toEqual([]);
    else expect(commits.length).toBeGreaterThan(20);
  });
});

describe('on disks', () => {
  test('a slot that cannot be read is had from the others', async () => {
    const zone = 'journal-prepares';
    const unreadable: Fault = { kind: 'read-error', ...span, replica: 1, zone, slot: 20 };
    const history = await run([unreadable, crash(1, 3.5, 4)]);
    expect(of(history, 'fault')[0]?.target).toBe('replica 1, slot 20');
  });

  test('a header that cannot be read is found in its prepare', async () => {
    const zone = 'journal-headers';
    const unreadable: Fault = { kind: 'read-error', ...span, replica: 1, zone, slot: 20 };
    await run([unreadable, crash(1, 3.5, 4)]);
  });

  test.each([
    ['journal-prepares', /^replica 1, slot \d+ → nowhere$/],
    ['journal-headers', /^replica 1, sector of headers of slot \d+ → nowhere$/],
  ] as const)('a write to the %s that was never done', async (zone, target) => {
    const lost: Fault = { kind: 'lost-write', ...span, replica: 1, zone, slot: 20 };
    const history = await run([lost, crash(1)]);
    expect(of(history, 'fault')[0]?.target).toMatch(target);
  });

  test('a copy of the superblock that was never written, and one that went back', async () => {
    const zone = 'superblock';
    const partition: Fault = { kind: 'partition', ...span, side: ['primary'] };
    const history = await run([
      { kind: 'lost-write', ...span, replica: 0, zone, slot: 6 },
      { kind: 'rollback', ...span, replica: 2, zone, slot: 3 },
      partition,
      crash(0),
      crash(2),
    ]);
    const targets = of(history, 'fault').map(({ target }) => target);
    expect(targets).toContain('replica 0, superblock copy 2 → nowhere');
    expect(targets).toContain('replica 2, superblock copy 3');
  });

  test.each(['journal-prepares', 'journal-headers'] as const)(
    'what is rolled back in the %s comes from the others',
    async (zone) => {
      const back: Fault = { kind: 'rollback', ...span, replica: 1, zone, slot: 0 };
      const history = await run([back, crash(1, 4.9, 5.5)]);
      // It strikes when it is lifted, under the feet of a replica that is down.
      expect(of(history, 'fault').at(-1)).toMatchObject({
        time: span.until,
        target: `replica 1, ${zone}`,
      });
    },
  );

  test('nothing to roll back is said', async () => {
    const zone = 'superblock';
    const history = await run([{ kind: 'rollback', ...span, replica: 1, zone, slot: 0 }]);
    const target = 'nothing: replica 1 wrote no superblock copy 0';
    expect(of(history, 'fault')).toMatchObject([{ target }]);
  });
});

/** When replica 1 starts, in seconds. */
const starts = async (faults: readonly Fault[]) =>
  of(await run(faults), 'start')
    .filter(({ replica, time }) => replica === 1 && time > 0)
    .map(({ time }) => time / second);

describe('of processes', () => {
  test('a loop of crashes', async () => {
    const loop = { down: 200 * millisecond, up: 300 * millisecond };
    const writes = { lost: [1, 2], torn: [1, 1] } as const;
    const history = await run([{ kind: 'crash-loop', ...span, replica: 1, ...loop, ...writes }]);
    const crashes = of(history, 'crash').map(({ time }) => time / second);
    expect(crashes).toEqual([3, 3.5, 4, 4.5]);
    const starts = of(history, 'start').filter(({ replica, time }) => replica === 1 && time > 0);
    expect(starts.map(({ time }) => time / second)).toEqual([3.2, 3.7, 4.2, 4.7]);
  });

  test('that ends while it is down, or under another crash', async () => {
    const loop = { down: 800 * millisecond, up: 300 * millisecond };
    const writes = { lost: [0, 1], torn: [0, 1] } as const;
    const fault: Fault = { kind: 'crash-loop', ...span, replica: 1, ...loop, ...writes };
    expect(await starts([{ ...fault, until: 4.5 * second }])).toEqual([3.8, 4.5]);
    expect(await starts([fault, crash(1, 3.5, 4)])).toEqual([4, 4.9]);
  });

  test.each([2, 3])('%i of 3 down at once: nothing is lost', async (down) => {
    const replicas = [0, 1, 2].slice(0, down);
    const history = await run(replicas.map((replica) => crash(replica, 3, 5)));
    expect(repliesDuring(history)).toEqual([]);
  });
});

test('a replica that lost its data file recovers its place', async () => {
  const history = await run([{ kind: 'reformat', ...span, replica: 1 }]);
  expect(of(history, 'fault')).toMatchObject([{ time: span.from, target: 'replica 1' }]);
  expect(of(history, 'crash')).toMatchObject([{ time: span.from, replica: 1 }]);
  // It starts to recover, and then on its empty data file.
  const starts = of(history, 'start').filter(({ replica, time }) => replica === 1 && time > 0);
  expect(starts.length).toBe(2);
  expect(starts[0]?.time).toBe(span.until);
});

describe('of clocks', () => {
  test('steps add up, and a strobe goes back and forth; both end right', async () => {
    const history = await run([
      { kind: 'clock-step', ...span, replica: 0, step: 30 * millisecond, every: 200 * millisecond },
      { kind: 'clock-strobe', ...span, replica: 1, offset: -second, every: 10 * millisecond },
    ]);
    expect(of(history, 'fault').map(({ target }) => target)).toEqual(['replica 0', 'replica 1']);
  });
});

describe('where more is broken than can be survived', () => {
  // All but one of the copies of many prepares rot, and then everyone starts anew.
  const rot = [0, 1, 2].flatMap((replica) =>
    Array.from({ length: 12 }, (_, slot): Fault => {
      const at = { from: 4 * second, until: 4 * second };
      const zone = 'journal-prepares';
      return { kind: 'bit-flip', ...at, replica, zone, slot: 20 + slot, bit: 7 };
    }),
  );
  const faults = [...rot, ...[0, 1, 2].map((replica) => crash(replica, 4.5, 5))];

  test('the cluster stops and says nothing wrong', async () => {
    expect(withinBudget(faults, 3)).not.toBeNull();
    const plan = planOf({ seed: 'rot', faults, requests: 400, over: 8 * second });
    const history = await runEcho({ plan: { ...plan, expect: 'do-not-lie' } });
    expect(of(history, 'reply').findLast(({ time }) => time > 5 * second)).toBeUndefined();
    expect(complaints(history)).toContain('the run did not come to its end');
    expect(of(history, 'phase').at(-1)?.phase).toBe('timeout');
  });

  test('a replica that panics leaves the others to be watched', async () => {
    // All four copies of a superblock: there is nothing to start from.
    const copies = [0, 1, 2, 3].map((slot): Fault => {
      const at = { from: 4 * second, until: 4 * second };
      return { kind: 'bit-flip', ...at, replica: 1, zone: 'superblock', slot, bit: 999 };
    });
    const plan = planOf({ seed: 'rot', faults: [...copies, crash(1)], over: 8 * second });
    const stopped = await runEcho({ plan });
    expect(of(stopped, 'panic')).toHaveLength(1);
    expect(of(stopped, 'phase').map(({ phase }) => phase)).not.toContain('heal');
    const watched = await runEcho({ plan: { ...plan, expect: 'do-not-lie' } });
    // Once when it starts again, and once more when it is healed.
    expect(of(watched, 'panic')).toHaveLength(2);
    expect(of(watched, 'panic')[0]?.message).toMatch(/superblock is lost/);
    expect(of(watched, 'reply').length).toBeGreaterThan(of(stopped, 'reply').length);
  });
});

describe('in a short journal, which wraps', () => {
  const { configuration } = planOf({ seed: 'short' }).cluster;
  const short = { ...configuration, journalSlotCount: 64, lsmCompactionOps: 8 };

  const runShort = async (faults: readonly Fault[]): Promise<History> => {
    expect(withinBudget(faults, 3)).toBeNull();
    const history = await runEcho({
      plan: planOf({
        seed: 'short',
        faults,
        requests: 400,
        over: 8 * second,
        cluster: { configuration: short },
      }),
    });
    expect(complaints(history)).toEqual([]);
    return history;
  };

  test.each(['bit-flip', 'read-error'] as const)('a %s in the grid is mended', async (kind) => {
    const rot = Array.from({ length: 6 }, (_, block): Fault => {
      const place = { replica: 1, zone: 'grid', slot: block, bit: 999 } as const;
      return { kind, from: 4 * second + block * millisecond, until: 6 * second, ...place };
    });
    const history = await runShort([...rot, crash(1, 4.5, 5)]);
    const targets = of(history, 'fault').map(({ target }) => target);
    expect(targets[0]).toMatch(/^replica 1, grid block \d+$/);
    const repaired = of(history, 'repair').filter(
      ({ replica, zone }) => replica === 1 && zone === 'grid',
    );
    expect(repaired.length).toBeGreaterThan(0);
  });

  test('so is a grid that went back to what it was, and blocks that were never written', async () => {
    const zone = 'grid';
    const history = await runShort([
      { kind: 'rollback', from: 2 * second, until: 4 * second, replica: 1, zone, slot: 0 },
      ...[0, 1, 2].map(
        (slot): Fault => ({
          kind: 'lost-write',
          ...span,
          until: 7 * second,
          replica: 1,
          zone,
          slot,
        }),
      ),
      crash(1, 3.5, 4.2),
    ]);
    const targets = of(history, 'fault').map(({ target }) => target);
    expect(targets).toContain('replica 1, grid');
    expect(targets.some((target) => /^replica 1, grid block \d+ → nowhere$/.test(target))).toBe(
      true,
    );
  });

  test('a reply that rots is had from the others', async () => {
    const at = { from: 4 * second, until: 4 * second, bit: 99 };
    const flips = [0, 1, 2].map((slot): Fault => {
      return { kind: 'bit-flip', ...at, replica: 1, zone: 'client-replies', slot };
    });
    const history = await runShort([...flips, crash(1, 4.5, 5)]);
    const targets = of(history, 'fault').map(({ target }) => target);
    expect(targets[0]).toMatch(/^replica 1, client-replies slot \d+$/);
  });

  test('a replica whose disk is full stops where its data file has to grow', async () => {
    const history = await runShort([{ kind: 'full-disk', ...span, replica: 1 }]);
    const [crashed] = of(history, 'crash');
    expect(crashed).toMatchObject({ replica: 1 });
    expect(of(history, 'fault')).toMatchObject([{ time: crashed?.time, target: 'replica 1' }]);
    expect(crashed?.time).toBeGreaterThan(span.from);
    const starts = of(history, 'start').filter(({ replica, time }) => replica === 1 && time > 0);
    expect(starts.map(({ time }) => time)).toEqual([span.until]);
  });

  test('nothing rots near the head', async () => {
    const flips = Array.from({ length: 40 }, (_, slot): Fault => {
      const at = { from: (3 + slot / 40) * second, until: (3 + slot / 40) * second };
      return {
        kind: 'bit-flip',
        ...at,
        replica: 1,
        zone: 'journal-prepares',
        slot: 7 * slot,
        bit: 3,
      };
    });
    const history = await runShort([...flips, crash(1)]);
    const heads = of(history, 'commit').filter(({ replica }) => replica === 1);
    const struck = of(history, 'fault').flatMap(({ target, time }) => {
      const slot = /slot (\d+)$/.exec(target)?.[1];
      const head = heads.findLast((commit) => commit.time <= time)?.op ?? 0;
      // Ahead of the head, on the ring.
      return slot === undefined ? [] : [(((Number(slot) - head) % 64) + 64) % 64];
    });
    expect(struck.length).toBeGreaterThan(5);
    expect(Math.max(...struck)).toBeLessThan(48);
    expect(Math.min(...struck)).toBeGreaterThan(0);
  });
});
