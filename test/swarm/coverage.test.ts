import { expect, test } from 'vitest';
import type { HistoryEvent } from '../../harness/history.ts';
import { operations } from '../../harness/ledger/operations.ts';
import type { Plan } from '../../harness/plan.ts';
import { CoverageTally, CoverageTracer, cellsOf } from '../../harness/swarm/coverage.ts';
import { emptySwarm, mergeSwarms } from '../../harness/swarm/swarm-result.ts';
import { second } from '../../harness/time.ts';

const plan = {
  faults: [
    { kind: 'loss', from: 0, until: 10, ratio: [1, 2] },
    { kind: 'bit-flip', from: 0, until: 1, replica: 0, zone: 'journal-headers', slot: 0, bit: 0 },
    { kind: 'pause', from: 0, until: 1, replica: 0 },
  ],
} as unknown as Plan;

const fault = (position: number, kind: 'fault' | 'fault-end', time: number): HistoryEvent => ({
  time,
  kind,
  fault: position,
  target: position === 2 ? 'nothing: replica 0 is down' : 'all links',
});

const invoke: HistoryEvent = {
  time: 0,
  kind: 'invoke',
  session: 0,
  request: 1,
  stage: 0,
  index: 0,
  operation: operations.create_transfers,
  due: 0,
};

test('a branch counts under the faults that lie over the cluster, and for what is waited for', () => {
  const tracer = new CoverageTracer(plan);
  tracer.onReached(0, 0, 'a.first');
  tracer.onEvent(fault(0, 'fault', 1));
  tracer.onEvent(fault(2, 'fault', 1));
  tracer.onEvent(invoke);
  tracer.onReached(2, 1, 'a.second');
  expect(tracer.reached()).toEqual([
    ['a.first', 'none', 'none'],
    ['a.second', 'loss', 'create_transfers'],
  ]);
});

test('what a fault broke shows a little later, what it did to a disk at any time', () => {
  const tracer = new CoverageTracer(plan);
  tracer.onEvent(fault(0, 'fault', 0));
  tracer.onEvent(fault(1, 'fault', 0));
  tracer.onEvent(fault(0, 'fault-end', 10));
  tracer.onEvent(fault(1, 'fault-end', 10));
  tracer.onReached(second, 0, 'a.soon');
  tracer.onReached(3 * second, 0, 'a.late');
  expect(tracer.reached()).toEqual([
    ['a.late', 'bit-flip', 'none'],
    ['a.soon', 'bit-flip', 'none'],
    ['a.soon', 'loss', 'none'],
  ]);
});

test('shards add up', () => {
  const one = new CoverageTally();
  one.add(['a', 'loss', 'create_transfers']);
  one.add(['a', 'loss', 'create_transfers']);
  const other = new CoverageTally();
  other.add(['a', 'loss', 'create_transfers']);
  other.add(['b', 'none', 'none']);
  const swarm = emptySwarm('mixed', 'swarm');
  const { coverage } = mergeSwarms([
    { ...swarm, coverage: one.coverage() },
    { ...swarm, coverage: other.coverage() },
  ]);
  expect([...cellsOf(coverage)]).toEqual([
    [['a', 'loss', 'create_transfers'], 3],
    [['b', 'none', 'none'], 1],
  ]);
});
