import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../harness/checkers/checker.ts';
import { durability } from '../../harness/checkers/durability.ts';
import { eventAt } from '../../harness/checkers/requests.ts';
import { account } from '../../harness/ledger/layouts.ts';
import { operations } from '../../harness/ledger/operations.ts';
import {
  positionsOf,
  repliesTo,
  withBody,
  withEvent,
  withEvents,
  withMore,
  without,
} from './damage.ts';
import { smallRun } from './small-cluster.ts';

const right = smallRun({ seed: 'durability' });
const { events } = right.history;
const lastReply = positionsOf(right, 'reply').at(-1)!;
const lastCommit = positionsOf(right, 'commit').at(-1)!;
const opLast = eventAt(events, lastCommit, 'commit').op;
const lastLookup = repliesTo(right, operations.lookup_accounts).at(-1)!;
const digest = positionsOf(right, 'digest')[0]!;

/** The last records of a look-up are gone. */
function shortened(body: Uint8Array): Uint8Array {
  const shorter = body.slice(account.size);
  new DataView(shorter.buffer).setUint16(shorter.length - 4, 5, true);
  return shorter;
}

const damages: readonly (readonly [string, Evidence, RegExp])[] = [
  [
    'a replica executes something else after its restart',
    withEvent(right, lastCommit, 'commit', ({ request }) => ({ request: request + 1 })),
    /executed op \d+, but as request \d+ of session \d+ and as request \d+ of session \d+/,
  ],
  [
    'an acknowledged op has become another one',
    withEvent(right, lastReply, 'reply', ({ op }) => ({ op: op - 1 })),
    /was acknowledged at op \d+, but replica \d executed .* there/,
  ],
  [
    'an acknowledged op was executed by nobody',
    withEvent(right, lastReply, 'reply', ({ op }) => ({ op: op + 1 })),
    /was acknowledged at op \d+, which nobody executed/,
  ],
  [
    'an op in the middle is gone',
    without(
      right,
      (event) => (event.kind === 'commit' || event.kind === 'reply') && event.op === 30,
    ),
    /executed op 31, but nobody executed op 30 before it/,
  ],
  [
    'a replica says that it is further than it got since it started',
    withEvents(right, events.toSpliced(lastCommit, 1)),
    /Replica 1 ended at op \d+, but the last op that it executed since it started is op \d+/,
  ],
  [
    'a look-up does not find an account that was created',
    withBody(right, lastLookup, shortened),
    /was told at op \d+ that account \d+ exists, but .* did not find it at op \d+/,
  ],
];

describe('durability', () => {
  test('passes what is right', () => {
    expect(durability.check(right)).toMatchObject({ verdict: 'pass', checked: 126 });
  });

  test.each(damages)('fails where %s', (_, evidence, why) => {
    const { verdict, why: said, events: shown } = durability.check(evidence);
    expect(said).toMatch(why);
    expect(verdict).toBe('fail');
    expect(shown.length).toBeGreaterThan(0);
  });

  test('fails where a settled cluster has forgotten the end of its log', () => {
    // Every replica starts once more, and none gets to the last op.
    const again = [0, 1, 2].flatMap((replica) => [
      { time: 0, kind: 'start', replica } as const,
      ...positionsOf(right, 'commit', (event) => event.replica === 1)
        .slice(-opLast, -1)
        .map((position) => ({ ...eventAt(events, position, 'commit'), replica })),
      { ...eventAt(events, digest, 'digest'), replica, op: opLast - 1 },
    ]);
    const forgot = withEvents(right, [...events, ...again]);
    const { verdict, why } = durability.check(forgot);
    expect(why).toMatch(/was acknowledged at op \d+, but no replica got further than op \d+/);
    expect(verdict).toBe('fail');
    const stuck = without(forgot, ({ kind }) => kind === 'phase');
    expect(durability.check(stuck).verdict).toBe('unknown');
  });

  test('does not know how a run ended that left no digest', () => {
    const open = without(right, ({ kind }) => kind === 'digest' || kind === 'phase');
    expect(durability.check(open).verdict).toBe('unknown');
  });

  test('fails where a promise was broken, unless disks were bound to lie', () => {
    const promise = 'acknowledged op 7, and its disk did not hold that prepare';
    const broken = withMore(right, { time: 0, kind: 'broken-promise', replica: 1, promise });
    expect(durability.check(broken)).toMatchObject({
      verdict: 'fail',
      why: `Replica 1 ${promise}.`,
      events: [events.length],
    });
    const beyond = { ...broken, plan: { ...right.plan, expect: 'do-not-lie' } as const };
    expect(durability.check(beyond).verdict).toBe('pass');
  });
});
