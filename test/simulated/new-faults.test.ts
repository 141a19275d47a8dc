import { describe, expect, test } from 'vitest';
import { withinBudget } from '../../fault-injector/budget.ts';
import type { Fault } from '../../harness/fault.ts';
import type { EventOf, History, HistoryEvent } from '../../harness/history.ts';
import { millisecond, second } from '../../harness/time.ts';
import { runEcho } from './echo.ts';
import { planOf } from './plans.ts';
import { complaints } from './soak-judge.ts';

// Each fault strikes a cluster of real replicas, which comes through it.

/** A request every 20 ms: slot 64 is written after little more than a second. */
async function run(faults: readonly Fault[], seed = 'faults'): Promise<History> {
  const plan = planOf({ seed, faults, requests: 400, over: 8 * second });
  expect(withinBudget(faults, plan.cluster.replicas)).toBeNull();
  const history = await runEcho({ plan });
  expect(complaints(history)).toEqual([]);
  return history;
}

const of = <K extends HistoryEvent['kind']>({ events }: History, kind: K) =>
  events.filter((event) => event.kind === kind) as (EventOf<K> & { readonly time: number })[];

const span = { from: 3 * second, until: 5 * second };

/** Down at the end of the span, so that the replica has to live on what its disk holds. */
const crash = (replica: number): Fault => ({
  kind: 'crash',
  from: 5 * second,
  until: 6 * second,
  replica,
  lost: [0, 1],
  torn: [0, 1],
});

/** Answers that came while a fault lay over the links, and messages sent before were through. */
const repliesDuring = (history: History, { from, until } = span) =>
  of(history, 'reply').filter(({ time }) => time > from + 50 * millisecond && time < until);

/** The clients that got them. */
function answered(history: History): Set<number | undefined> {
  const clients = new Map(of(history, 'session').map(({ session, client }) => [session, client]));
  return new Set(repliesDuring(history).map(({ session }) => clients.get(session)));
}

describe('a misdirected write', () => {
  test.each([
    ['journal-prepares', /^replica 1, slot (\d+) → 20$/],
    ['journal-headers', /^replica 1, sector of headers of slot (\d+) → 20$/],
  ] as const)('to the %s is found out and repaired', async (zone, expected) => {
    const fault: Fault = { kind: 'misdirected-write', ...span, replica: 1, zone, slot: 20 };
    const history = await run([fault, crash(1)]);
    const [struck] = of(history, 'fault');
    const [healed] = of(history, 'fault-end');
    expect(struck?.target).toMatch(expected);
    const slot = Number(expected.exec(struck?.target ?? '')?.[1]);
    // Of the same remainder by the number of replicas: see slotsPerChunk.
    expect(Math.floor(slot / 16) % 3).toBe(1);
    expect(struck?.time).toBeGreaterThan(span.from);
    expect(healed).toMatchObject({ time: span.until, target: struck?.target });
  });

  test('that never comes struck nothing, and says so when it is lifted', async () => {
    const zone = 'journal-prepares';
    const at = { from: 3 * second, until: 3 * second + 1 };
    const history = await run([{ kind: 'misdirected-write', ...at, replica: 1, zone, slot: 20 }]);
    const target = 'nothing: replica 1 wrote nothing that fits';
    expect(of(history, 'fault')).toEqual([{ time: at.until, kind: 'fault', fault: 0, target }]);
    expect(of(history, 'fault-end')).toMatchObject([{ target }]);
  });
});

describe('on the network', () => {
  test('corrupted messages are dropped, every one of them', async () => {
    const history = await run([{ kind: 'corruption', ...span, ratio: [1, 1] }]);
    expect(repliesDuring(history)).toEqual([]);
    expect(of(history, 'fault')).toMatchObject([{ target: 'all links' }]);
  });

  test('some corrupted messages cost little', async () => {
    const history = await run([{ kind: 'corruption', ...span, ratio: [1, 10] }]);
    expect(repliesDuring(history).length).toBeGreaterThan(50);
  });

  test('a clogged primary answers later', async () => {
    const fault: Fault = { kind: 'clogging', ...span, sender: 'primary', receiver: 'all' };
    const history = await run([fault]);
    const [struck] = of(history, 'fault');
    expect(struck?.target).toMatch(/^replica \d → all$/);
    expect(of(history, 'fault-end')).toMatchObject([{ time: span.until, target: struck?.target }]);
    // The others are without a primary for a while, and find another.
    const elected = of(history, 'state').filter(({ primary, time }) => primary && time > span.from);
    expect(elected.length).toBeGreaterThan(0);
  });

  test('a clogged link to a client delivers at the end', async () => {
    const fault: Fault = { kind: 'clogging', ...span, sender: 'all', receiver: 'client 1' };
    const history = await run([fault]);
    expect(of(history, 'fault')).toMatchObject([{ target: 'all → client 1' }]);
    expect(answered(history)).toEqual(new Set([0, 2]));
    const released = of(history, 'reply').filter(({ time }) => time === span.until);
    expect(released).toHaveLength(1);
  });

  test('a client that is cut off is answered afterwards, the others all the time', async () => {
    const fault: Fault = { kind: 'client-cut', ...span, client: 0, replicas: [0, 1, 2] };
    const history = await run([fault]);
    expect(of(history, 'fault')).toMatchObject([{ target: 'client 0 | replica 0, 1, 2' }]);
    expect(answered(history)).toEqual(new Set([1, 2]));
  });

  test('a client that reaches one backup is answered all the same', async () => {
    const history = await run([{ kind: 'client-cut', ...span, client: 0, replicas: [0, 2] }]);
    expect(of(history, 'fault')).toMatchObject([{ target: 'client 0 | replica 0, 2' }]);
    expect(answered(history)).toEqual(new Set([0, 1, 2]));
  });

  test('a partition takes clients along', async () => {
    const fault: Fault = { kind: 'partition', ...span, side: ['client 2', 1] };
    const history = await run([fault]);
    const target = 'replica 1 and client 2 | replica 0, 2';
    expect(of(history, 'fault')).toMatchObject([{ target }]);
    expect(of(history, 'fault-end')).toMatchObject([{ target }]);
    expect(answered(history)).toEqual(new Set([0, 1]));
  });
});

test('a rotten copy of the superblock is one of four', async () => {
  const at = { from: 4 * second, until: 4 * second };
  const flips = [0, 1, 2].map(
    (replica): Fault => ({
      kind: 'bit-flip',
      ...at,
      replica,
      zone: 'superblock',
      slot: 5 + replica,
      bit: 12_345,
    }),
  );
  const history = await run([...flips, crash(2)]);
  expect(of(history, 'fault').map(({ target }) => target)).toEqual([
    'replica 0, superblock copy 1',
    'replica 1, superblock copy 2',
    'replica 2, superblock copy 3',
    'replica 2',
  ]);
});

describe('a misdirected prepare at the head, and a crash that tears what comes next', () => {
  // A backup acknowledges a prepare that never reached its slot, and goes down while the headers
  // beside it are written; who else has it is cut off, and the third never saw it. Were the header
  // torn, too, the two of them would agree that nothing was there.
  const misdirected: Fault = {
    kind: 'misdirected-write',
    from: 4 * second + 144 * millisecond,
    until: 6 * second,
    replica: 2,
    zone: 'journal-prepares',
    slot: 20,
  };
  const slow: Fault = {
    kind: 'slow-disk',
    from: 3 * second,
    until: 6 * second,
    replica: 2,
    mean: 8 * millisecond,
  };

  test.each([0, 9, 27, 45])('lose nothing, %i ms later', async (shift) => {
    const from = misdirected.from + shift * millisecond;
    const astray = { ...misdirected, from };
    const before = await run([slow, astray], 'guard');
    const struck = of(before, 'fault').find(({ fault }) => fault === 1);
    const primary = of(before, 'state').findLast((event) => event.primary && event.time < from);
    expect([struck?.target, primary?.replica]).toEqual([expect.stringMatching(/→ 20$/), 1]);
    const at = (struck?.time ?? 0) + 25 * millisecond;
    const torn = { ...crash(2), from: at, until: at + 50 * millisecond, torn: [1, 1] } as const;
    const history = await run(
      [
        slow,
        astray,
        { kind: 'partition', from: from - 1, until: at, side: [0] },
        torn,
        { kind: 'partition', from: at, until: at + 3 * second, side: [1] },
      ],
      'guard',
    );
    expect(of(history, 'crash').map(({ replica }) => replica)).toContain(2);
  });
});
