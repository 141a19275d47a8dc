import { describe, expect, test } from 'vitest';
import type { Evidence, Verdict } from '../harness/checkers/checker.ts';
import type { Fault } from '../harness/fault.ts';
import type { HistoryEvent } from '../harness/history.ts';
import { createAccountStatus, createTransferStatus } from '../harness/ledger/statuses.ts';
import { neverExercised } from '../harness/never-exercised.ts';
import type { NeverExercised } from '../harness/result.ts';
import { count } from '../harness/tally.ts';
import { withEvents, withMore, without } from './checkers/damage.ts';
import { smallRun } from './checkers/small-cluster.ts';

const right = smallRun({ seed: 'tally' });

function serving(view: number): HistoryEvent {
  return { time: 0, kind: 'state', replica: view % 3, status: 'normal', view, primary: true };
}

function commit(replica: number, op: number): HistoryEvent {
  return {
    time: 0,
    kind: 'commit',
    replica,
    view: 0,
    op,
    timestamp: BigInt(op),
    operation: 4,
    session: -1,
    request: 0,
    reply: '0'.repeat(32),
  };
}

function missed(evidence: Evidence, verdicts: readonly Verdict[] = []): NeverExercised {
  return neverExercised(evidence, count(evidence), verdicts);
}

describe('what was never exercised', () => {
  test('of operations are those that nobody sent', () => {
    const { operations } = missed(right);
    expect(operations).toContain('query_accounts');
    expect(operations).not.toContain('lookup_accounts');
    expect(operations).not.toContain('pulse');
  });

  test('of statuses are all that could have come and did not', () => {
    expect(missed(right).statuses).not.toContain('create_transfers.created');
    const all = missed(withEvents(right, [])).statuses;
    const names = [
      ...Object.keys(createAccountStatus).map((status) => `create_accounts.${status}`),
      ...Object.keys(createTransferStatus).map((status) => `create_transfers.${status}`),
    ];
    expect(names.filter((name) => !all.includes(name))).toEqual([
      'create_transfers.amount_must_not_be_zero',
      'create_transfers.overflows_timeout',
    ]);
  });

  test('of faults are kinds that never came, or found nothing to strike', () => {
    const faults: Fault[] = [
      { kind: 'pause', from: 0, until: 1, replica: 'primary' },
      { kind: 'pause', from: 2, until: 3, replica: 1 },
      { kind: 'crash', from: 4, until: 5, replica: 'primary', lost: [0, 1], torn: [0, 1] },
      { kind: 'loss', from: 6, until: 7, ratio: [1, 2] },
    ];
    const evidence = withMore(
      right,
      { time: 0, kind: 'fault', fault: 0, target: 'nothing: there is no primary' },
      { time: 2, kind: 'fault', fault: 1, target: 'replica 1' },
      { time: 4, kind: 'fault', fault: 2, target: 'nothing: there is no primary' },
    );
    const found = missed({ ...evidence, plan: { ...right.plan, faults } });
    expect(found.faults).toEqual(['crash', 'loss']);
  });

  test('of a checker is what it says that it never met', () => {
    const verdict: Verdict = {
      name: 'expiry',
      verdict: 'pass',
      checked: 1,
      unit: 'things',
      why: '',
      events: [],
      vacuous: ['a pulse'],
    };
    expect(missed(right, [verdict, { ...verdict, name: 'x', vacuous: [] }]).checks).toEqual([
      { checker: 'expiry', condition: 'a pulse' },
    ]);
  });
});

describe('what never happened to the cluster', () => {
  const repair = 'a repair of what was prepared while a replica was down';

  test('is what the history has nothing of', () => {
    const { protocol } = missed(right);
    expect(protocol).toContain('a view change');
    expect(protocol).toContain('an eviction of a session');
    for (const name of ['a crash', 'a restart after a crash', 'a pulse']) {
      expect(protocol).not.toContain(name);
    }
    const calm = without(right, (event) => {
      return event.kind === 'crash' || (event.kind === 'commit' && event.session < 0);
    });
    const names = ['a crash', 'a restart after a crash', 'a pulse'];
    expect(missed(calm).protocol).toEqual(expect.arrayContaining(names));
    expect(missed(withMore(right, serving(0), serving(1))).protocol).not.toContain('a view change');
    const evicted: HistoryEvent = { time: 0, kind: 'evicted', session: 0, reason: 1 };
    expect(missed(withMore(right, evicted)).protocol).not.toContain('an eviction of a session');
  });

  test('is a repair, where all that a replica executed may have been in its journal', () => {
    const pipeline = right.plan.cluster.configuration.pipelinePrepareQueueMax;
    const down = (ops: number): Evidence =>
      withEvents(right, [
        commit(0, 1),
        { time: 0, kind: 'crash', replica: 1 },
        ...Array.from({ length: ops }, (_, i) => commit(0, 2 + i)),
        { time: 0, kind: 'start', replica: 1 },
        ...Array.from({ length: ops + 1 }, (_, i) => commit(1, 1 + i)),
      ]);
    expect(missed(down(pipeline)).protocol).toContain(repair);
    expect(missed(down(pipeline + 1)).protocol).not.toContain(repair);
  });
});
