import { describe, expect, test } from 'vitest';
import { checkers } from '../harness/checkers/catalogue.ts';
import type { Checker, Evidence, Truth } from '../harness/checkers/checker.ts';
import { liveness } from '../harness/checkers/liveness.ts';
import type { HistoryEvent } from '../harness/history.ts';
import { judge } from '../harness/judge.ts';
import type { Plan } from '../harness/plan.ts';
import type { Result } from '../harness/result.ts';
import { withEvents, without } from './checkers/damage.ts';
import { smallRun } from './checkers/small-cluster.ts';

const right = smallRun({ seed: 'judge', requests: 12 });
const panic: HistoryEvent = { time: 0, kind: 'panic', replica: 1, message: 'Error: no' };
const interruption: HistoryEvent = { time: 0, kind: 'phase', phase: 'interrupted', stage: '' };

function saying(verdict: Truth, property: Checker['property'] = 'safety'): Checker {
  return {
    name: `${property} ${verdict}`,
    about: '',
    property,
    check: () => ({ verdict, checked: 1, unit: 'things', why: '', events: [] }),
  };
}

function judged(asked: readonly Checker[], evidence: Evidence = right): Result {
  return judge({
    evidence,
    checkers: asked,
    fingerprint: '0'.repeat(32),
    reproduce: '',
    versions: { vivarium: '0', node: '0' },
    wall: { run: 0, check: 0 },
  });
}

const pass = saying('pass');
const unknown = saying('unknown');
const unsafe = saying('fail');
const stuck = saying('fail', 'liveness');

describe('the exit code', () => {
  const table: readonly (readonly [string, readonly Checker[], HistoryEvent[], number, Truth])[] = [
    ['everything holds', [pass, saying('pass', 'liveness')], [], 0, 'pass'],
    ['one checker cannot tell', [pass, unknown, pass], [], 2, 'unknown'],
    ['a checker of liveness cannot tell', [pass, saying('unknown', 'liveness')], [], 2, 'unknown'],
    ['nobody was asked', [], [], 2, 'unknown'],
    ['liveness is violated', [pass, stuck], [], 3, 'fail'],
    ['liveness is violated, and something is unknown', [unknown, stuck], [], 3, 'fail'],
    ['safety is violated', [pass, unsafe], [], 1, 'fail'],
    ['safety and liveness are violated', [stuck, unsafe, unknown], [], 1, 'fail'],
    ['a replica stopped by itself', [pass], [panic], 5, 'fail'],
    ['a replica stopped, so that nothing went on', [stuck, unknown], [panic], 5, 'fail'],
    ['a replica stopped, and safety is violated', [unsafe], [panic], 1, 'fail'],
    ['it was interrupted', [pass], [interruption], 75, 'unknown'],
    ['it was interrupted, which leaves things open', [unknown], [interruption], 75, 'unknown'],
    ['safety was violated before it was interrupted', [unsafe], [interruption], 1, 'fail'],
    ['liveness was violated before it was interrupted', [stuck], [interruption], 3, 'fail'],
    ['a replica stopped before it was interrupted', [unknown], [panic, interruption], 5, 'fail'],
  ];

  test.each(table)('where %s', (_, asked, more, exit, verdict) => {
    const evidence = withEvents(right, [...right.history.events, ...more]);
    expect(judged(asked, evidence)).toMatchObject({ exit, verdict });
  });

  test('is that of a checker which cannot tell, where one throws', () => {
    const broken = {
      ...pass,
      check: () => {
        throw new Error('out of its depth');
      },
    };
    const { exit, checkers: verdicts } = judged([pass, broken]);
    expect(exit).toBe(2);
    expect(verdicts[1]?.why).toMatch(/out of its depth/);
  });
});

describe('where more is broken than can be survived', () => {
  const timeout: HistoryEvent = { time: 0, kind: 'phase', phase: 'timeout', stage: '' };
  const table: readonly (readonly [string, readonly Checker[], HistoryEvent[], number, Truth])[] = [
    ['everything holds', [pass], [], 0, 'pass'],
    ['safety is violated', [pass, unsafe], [timeout], 1, 'fail'],
    ['a replica stopped by itself', [pass], [panic], 0, 'pass'],
    ['the cluster stopped, and nobody could be asked', [pass, unknown], [timeout], 0, 'pass'],
    ['the cluster stopped, and nothing could be checked', [unknown], [timeout], 2, 'unknown'],
    ['the cluster went on, and one cannot tell', [pass, unknown], [], 2, 'unknown'],
    ['it was interrupted', [pass, unknown], [interruption], 75, 'unknown'],
  ];

  test.each(table)('the exit code where %s', (_, asked, more, exit, verdict) => {
    const evidence = withEvents(right, [...right.history.events, ...more]);
    const plan: Plan = { ...right.plan, expect: 'do-not-lie' };
    expect(judged(asked, { ...evidence, plan })).toMatchObject({ exit, verdict });
  });

  test('liveness is not violated by a cluster that stopped', () => {
    const { events } = right.history;
    const end = events.findLastIndex(({ kind }) => kind === 'reply');
    const evidence = withEvents(right, [...events.slice(0, end), timeout]);
    const plan: Plan = { ...right.plan, expect: 'do-not-lie' };
    expect(liveness.check(evidence).verdict).toBe('fail');
    const { verdict, why } = liveness.check({ ...evidence, plan });
    expect(verdict).toBe('pass');
    expect(why).toMatch(/^The cluster stopped, as it may under these faults\. .* never answered/);
  });
});

describe('what a run came to', () => {
  test('is a pass where it was right, with the verdict of every checker', () => {
    const { exit, verdict, checkers: verdicts, duration } = judged(checkers);
    expect({ exit, verdict }).toEqual({ exit: 0, verdict: 'pass' });
    expect(verdicts.map(({ name }) => name)).toEqual(checkers.map(({ name }) => name));
    expect(duration).toBe(right.history.events.at(-1)!.time);
  });

  test('is never a pass where nothing happened', () => {
    const { exit, verdict, checkers: verdicts } = judged(checkers, withEvents(right, []));
    expect({ exit, verdict }).toEqual({ exit: 2, verdict: 'unknown' });
    for (const each of verdicts) expect(each, each.name).toMatchObject({ verdict: 'unknown' });
  });

  test('is never a pass where nobody told of commits', () => {
    const unobserved = without(right, ({ kind }) => kind === 'commit' || kind === 'start');
    const { verdict, checkers: verdicts } = judged(checkers, unobserved);
    expect(verdict).toBe('unknown');
    const durability = verdicts.find(({ name }) => name === 'durability');
    expect(durability).toMatchObject({ verdict: 'unknown' });
  });
});
