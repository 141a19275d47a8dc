import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../harness/history.ts';
import { decodeReply } from '../harness/ledger/bodies.ts';
import { operations } from '../harness/ledger/operations.ts';
import { createTransferStatus } from '../harness/ledger/statuses.ts';
import { count } from '../harness/tally.ts';
import { bodyAt, repliesTo, withEvents, withMore } from './checkers/damage.ts';
import { smallRun } from './checkers/small-cluster.ts';
import { accountCount } from './checkers/small-workload.ts';

const right = smallRun({ seed: 'tally' });
const { events } = right.history;

function serving(view: number): HistoryEvent {
  return { time: 0, kind: 'state', replica: view % 3, status: 'normal', view, primary: true };
}

describe('the counts', () => {
  const counts = count(right);

  test('of requests are those that were handed over, and answered', () => {
    const { stages } = right.plan.workload;
    const planned = stages.flatMap(({ requests }) => requests).reduce((n, [, to]) => n + to, 0);
    expect(counts).toMatchObject({ requests: planned, replies: planned, unanswered: 0 });
    const [lost] = repliesTo(right, operations.create_transfers);
    const unanswered = count(withEvents(right, events.toSpliced(lost!, 1)));
    expect(unanswered).toMatchObject({ requests: planned, replies: planned - 1, unanswered: 1 });
    expect(unanswered.events).toBe(counts.events);
  });

  test('of events are those in the bodies of all requests', () => {
    const { workload, plan } = right;
    let sum = 0;
    for (const event of events) {
      if (event.kind !== 'invoke') continue;
      sum += workload.request(plan.workload.stages[event.stage]!.name, event.index).events;
    }
    expect(counts.events).toBe(sum);
  });

  test('of ops and crashes are of the log, not of what each replica made of it', () => {
    const ops = events.map((event) => (event.kind === 'commit' ? event.op : 0));
    expect(counts.ops).toBe(Math.max(...ops));
    expect(counts.crashes).toBe(2);
  });

  test('of statuses are those in the replies, in all of their batches', () => {
    const expected = new Map<number, number>();
    for (const position of repliesTo(right, operations.create_transfers)) {
      for (const { status } of decodeReply('create_transfers', bodyAt(right, position))) {
        expected.set(status, (expected.get(status) ?? 0) + 1);
      }
    }
    expect(expected.size).toBeGreaterThan(3);
    const { created, linked_event_failed } = createTransferStatus;
    expect(counts.createStatuses).toMatchObject({
      'create_accounts.created': accountCount,
      'create_transfers.created': expected.get(created),
      'create_transfers.linked_event_failed': expected.get(linked_event_failed),
    });
    const frequencies = Object.values(counts.createStatuses);
    expect(frequencies).toEqual(frequencies.toSorted((a, b) => b - a));
    expect(frequencies.reduce((a, b) => a + b)).toBe(
      accountCount + [...expected.values()].reduce((a, b) => a + b),
    );
  });

  test('of view changes are the views that some primary served in, but the first', () => {
    expect(counts.viewChanges).toBe(0);
    const changed = withMore(right, serving(0), serving(1), serving(1), serving(4), {
      ...serving(5),
      primary: false,
    } as HistoryEvent);
    expect(count(changed).viewChanges).toBe(2);
  });

  test('of faults leave out those that struck nothing', () => {
    const struck = withMore(
      right,
      { time: 0, kind: 'fault', fault: 0, target: 'replica 1' },
      { time: 1, kind: 'fault-end', fault: 0, target: 'replica 1' },
      { time: 2, kind: 'fault', fault: 1, target: 'nothing: there is no primary' },
    );
    expect(count(struck).faults).toBe(1);
  });

  test('of an empty history are all 0', () => {
    const { createStatuses, ...numbers } = count(withEvents(right, []));
    expect(createStatuses).toEqual({});
    expect(new Set(Object.values(numbers))).toEqual(new Set([0]));
  });
});
