import { expect, test } from 'vitest';
import type { Verdict } from '../../../harness/checkers/checker.ts';
import type { History } from '../../../harness/history.ts';
import { chooseViolation, idsIn, opsIn, placeIn } from '../../../reports/story/violation.ts';
import { madeUpRun } from '../made-up-run.ts';

const { history, result } = madeUpRun(20);

function failing(name: string, why: string, events: readonly number[]): Verdict {
  return { name, verdict: 'fail', checked: 1, unit: 'replies', why, events };
}

function chosen(checkers: readonly Verdict[], from: History = history) {
  return chooseViolation(from, { ...result, verdict: 'fail', checkers });
}

test('a run that passes has no violation', () => {
  expect(chooseViolation(history, result)).toBeNull();
});

test('the violation that shows first is told, and the others are named', () => {
  const late = failing('model', 'Late.', [3, 90]);
  const early = failing('durability', 'Early.', [40, 2]);
  expect(chosen([late, early])).toEqual({
    checker: 'durability',
    why: 'Early.',
    positions: [2, 40],
    others: ['model'],
  });
});

test('of two that show at once the one that names accounts is told', () => {
  const vague = failing('model', 'In the reply field status of event 3 is a, expected b.', [7]);
  const clear = failing('conservation', 'It read 0 of account 123.', [7]);
  expect(chosen([vague, clear])?.checker).toBe('conservation');
});

test('that something never happened shows at the end', () => {
  const silent = failing('liveness', 'Request 3 was never answered.', [1]);
  expect(chosen([silent, failing('model', 'Wrong.', [90])])?.checker).toBe('model');
  expect(chosen([silent])?.checker).toBe('liveness');
});

test('a panic is told where nothing was wrong before it', () => {
  const panic = { time: 5, kind: 'panic', replica: 2, message: 'op 7 is not the next' } as const;
  const broken: History = { ...history, events: [...history.events.slice(0, 30), panic] };
  const violation = chosen([failing('liveness', 'Never.', [1])], broken);
  expect(violation).toMatchObject({ checker: 'panic', positions: [30], others: ['liveness'] });
  expect(violation?.why).toBe('Replica 2 stopped by itself: op 7 is not the next');
  expect(chosen([failing('model', 'Wrong.', [12])], broken)?.checker).toBe('model');
});

test('ids, ops and places are found in what checkers say', () => {
  const why = 'Request 5 at op 12 read 3 of account 77, but transfer 8 failed at op 4.';
  expect(idsIn(why, 'account')).toEqual([77n]);
  expect(idsIn(why, 'transfer')).toEqual([8n]);
  expect(opsIn(why)).toEqual([12, 4]);
  expect(placeIn(why)).toBeNull();
  expect(idsIn('Pending transfer 5, which fell due, and Transfer 6.', 'transfer')).toEqual([
    5n,
    6n,
  ]);
});

test('a place in a reply is no id', () => {
  const record = 'In the reply at op 3 field id of transfer 77 is 5, expected 6.';
  expect(idsIn(record, 'transfer')).toEqual([]);
  expect(placeIn(record)).toEqual({ of: 'records', index: 77, expectedTransfer: 6n });
  const sum = 'In the reply at op 3 field credits_posted of account 33 is 0, expected 354.';
  expect(idsIn(sum, 'account')).toEqual([]);
  expect(placeIn(sum)).toEqual({ of: 'records', index: 33, expectedTransfer: null });
  const status = 'In the reply at op 3 field status of event 4 is created, expected exists.';
  expect(placeIn(status)).toEqual({ of: 'events', index: 4, expectedTransfer: null });
  const event = 'Event 5 of request 2 of stage "load" was answered exists at op 9.';
  expect(placeIn(event)).toEqual({ of: 'events', index: 5, expectedTransfer: null });
});
