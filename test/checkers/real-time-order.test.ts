import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../harness/checkers/checker.ts';
import { realTimeOrder } from '../../harness/checkers/real-time-order.ts';
import { eventAt } from '../../harness/checkers/requests.ts';
import type { Fault } from '../../harness/fault.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { second } from '../../harness/time.ts';
import { moved, positionsOf, repliesTo, withEvent, withEvents, withOp, without } from './damage.ts';
import { smallRun } from './small-cluster.ts';

const right = smallRun({ seed: 'order' });
const { events } = right.history;
const replies = repliesTo(right, operations.create_transfers);
const reply = eventAt(events, replies[9]!, 'reply');
const earlier = eventAt(events, replies[2]!, 'reply');

/** Two ops change places in the log, with everyone agreeing: only clients know better. */
function swapped(a: number, b: number): Evidence {
  const at = (op: number): { readonly op: number; readonly timestamp: bigint } => {
    const commit = eventAt(
      events,
      positionsOf(right, 'commit', (event) => event.op === op)[0]!,
      'commit',
    );
    return { op: commit.op, timestamp: commit.timestamp };
  };
  const changed = events.map((event) => {
    if (event.kind !== 'commit' && event.kind !== 'reply') return event;
    if (event.op === a) return { ...event, ...at(b) };
    return event.op === b ? { ...event, ...at(a) } : event;
  });
  return withEvents(right, changed);
}

const invokeOfReply = positionsOf(
  right,
  'invoke',
  ({ session, request }) => session === reply.session && request === reply.request,
)[0]!;
const firstCommit = positionsOf(right, 'commit', ({ op }) => op === reply.op)[0]!;

/** The last op of the log comes so much later, with a plan of these faults. */
function ahead(span: bigint, faults: readonly Fault[]): Evidence {
  const last = events.findLast((event) => event.kind === 'commit')!.op;
  const later = withOp(right, last, ({ timestamp }) => ({ timestamp: timestamp + span }));
  const epoch = eventAt(events, positionsOf(right, 'commit', () => true)[0]!, 'commit').timestamp;
  const cluster = { ...right.plan.cluster, epoch: String(epoch) };
  return { ...later, plan: { ...right.plan, cluster, faults } };
}

const minute = 60 * second;
const wrong = { kind: 'clock-offset', from: 0, until: 1, offset: minute } as const;

const damages: readonly (readonly [string, Evidence, RegExp])[] = [
  [
    'a later request took effect earlier',
    swapped(earlier.op, reply.op),
    /was sent after the answer from op \d+ had arrived, but took effect at op \d+, before it/,
  ],
  [
    'a read is answered from an old state',
    withEvent(right, replies[9]!, 'reply', () => ({
      op: earlier.op,
      timestamp: earlier.timestamp,
    })),
    /Op \d+ is request \d+ of session \d+ and also request \d+ of session \d+/,
  ],
  [
    'the time of the log goes by a clock with which no other agrees',
    ahead(BigInt(minute), [{ ...wrong, replica: 1 }]),
    /is \d+ s ahead of true time, and no quorum of clocks can be further ahead than 20 s/,
  ],
  [
    'an answer comes before anyone executed it',
    moved(right, replies[9]!, invokeOfReply + 1),
    /was answered from op \d+ before any replica had executed that op/,
  ],
  [
    'a request is executed before it was sent',
    moved(right, firstCommit, invokeOfReply),
    /is op \d+ of the log, but was not sent by then/,
  ],
  [
    'a request is executed twice',
    withOp(right, reply.op + 1, ({ kind }) =>
      kind === 'commit'
        ? { session: reply.session, request: reply.request, operation: 147 }
        : { session: 7, request: 7 },
    ),
    /stands in the log twice, at op \d+ and at op \d+/,
  ],
  [
    'a request is answered twice',
    withEvents(right, events.toSpliced(replies[9]! + 1, 0, reply)),
    /was answered twice/,
  ],
  [
    'a request number is used twice',
    withEvents(right, events.toSpliced(invokeOfReply + 1, 0, events[invokeOfReply]!)),
    /used request number \d+ a second time/,
  ],
  [
    'two ops have the same timestamp',
    withOp(right, reply.op, () => ({
      timestamp: eventAt(
        events,
        positionsOf(right, 'commit', ({ op }) => op === reply.op - 1)[0]!,
        'commit',
      ).timestamp,
    })),
    /has timestamp \d+, which is not after timestamp \d+ of op \d+/,
  ],
  [
    'a reply has another timestamp than its op',
    withEvent(right, replies[9]!, 'reply', ({ timestamp }) => ({ timestamp: timestamp + 1n })),
    /has timestamp \d+ and also \d+/,
  ],
];

describe('real-time order', () => {
  test('passes what is right', () => {
    expect(realTimeOrder.check(right)).toMatchObject({ verdict: 'pass', checked: 126 });
  });

  test.each(damages)('fails where %s', (_, evidence, why) => {
    const { verdict, why: said, events: shown } = realTimeOrder.check(evidence);
    expect(said).toMatch(why);
    expect(verdict).toBe('fail');
    expect(shown.length).toBeGreaterThan(0);
  });

  test('works on replies alone', () => {
    const mute = without(right, (event) => event.kind === 'commit');
    expect(realTimeOrder.check(mute)).toMatchObject({ verdict: 'pass', checked: 126 });
    const stale = withEvent(
      mute,
      repliesTo(mute, operations.create_transfers)[9]!,
      'reply',
      () => ({
        op: 1,
        timestamp: 1n,
      }),
    );
    expect(realTimeOrder.check(stale)).toMatchObject({ verdict: 'fail' });
  });

  test('knows nothing without a reply', () => {
    const mute = without(right, (event) => event.kind === 'reply');
    expect(realTimeOrder.check(mute)).toMatchObject({ verdict: 'unknown', checked: 0 });
  });

  test('passes where a quorum of clocks is as far ahead', () => {
    const both = [0, 1].map((replica) => ({ ...wrong, replica }));
    expect(realTimeOrder.check(ahead(BigInt(minute), both)).verdict).toBe('pass');
  });
});
