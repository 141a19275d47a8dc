import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../harness/checkers/checker.ts';
import { EvidenceNotes } from '../../harness/checkers/evidence-notes.ts';
import type { Contradiction } from '../../harness/checkers/findings.ts';
import { encodeBatch, readStatus } from '../../harness/ledger/bodies.ts';
import { accountFlags, transfer, transferFlags } from '../../harness/ledger/layouts.ts';
import { Ledger } from '../../harness/ledger/ledger.ts';
import { encodeBody } from '../../harness/ledger/multi-batch.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { createTransferStatus } from '../../harness/ledger/statuses.ts';
import type { Request } from '../../harness/workload.ts';
import { type Asked, create, evidenceOf, lookUp, requestOf, told } from './asked-in-turn.ts';
import { messageBodySizeMax } from './small-cluster.ts';

const { linked } = transferFlags;
const { created, exists, linked_event_failed, id_already_failed } = createTransferStatus;
const bodyOfNone = encodeBody(transfer.size, [new Uint8Array()]);

function findLostObject(evidence: Evidence): Contradiction | null {
  return EvidenceNotes.of(evidence).walk.objects.follower.lost;
}

/** Transfers of these ids; a negative one is linked to the next. */
function createOf(ids: readonly number[]): Request {
  return create(ids.map((id) => ({ id: BigInt(Math.abs(id)), flags: id < 0 ? linked : 0 })));
}

/** After a create that was told `statuses`, a look-up finds none of its ids. */
function gone(ids: readonly number[], statuses: readonly number[]): Evidence {
  const asked = [...new Set(ids.map((id) => BigInt(Math.abs(id))))];
  return evidenceOf([
    { request: createOf(ids), reply: told(statuses) },
    { request: lookUp(asked), reply: bodyOfNone },
  ]);
}

describe('what a status proves of an object that is gone', () => {
  const lost: readonly (readonly [string, number[], number[]])[] = [
    ['created', [7], [created]],
    ['created, the last of a chain', [-6, 7], [created, created]],
    ['exists, by itself', [7], [exists]],
    ['exists, before a chain', [7, -8, 9], [exists, linked_event_failed, id_already_failed]],
    ['exists, behind a chain', [-8, 9, 7], [linked_event_failed, id_already_failed, exists]],
  ];

  test.each(lost)('it was lost: %s', (_, ids, statuses) => {
    const found = findLostObject(gone(ids, statuses));
    expect(found?.why).toMatch(/was told at op 1 that transfer \d+ exists, but .* at op 2/);
    expect(found?.events).toEqual([2, 5]);
  });

  const open: readonly (readonly [string, number[], number[]])[] = [
    ['exists, the last of a chain', [-7, 7], [linked_event_failed, exists]],
    ['exists, in a chain', [-7, -7, 8], [linked_event_failed, exists, linked_event_failed]],
    ['exists, the first of a chain', [-7, 8], [exists, linked_event_failed]],
    ['another failure', [7], [id_already_failed]],
  ];

  test.each(open)('nothing: %s', (_, ids, statuses) => {
    expect(findLostObject(gone(ids, statuses))).toBeNull();
  });

  test('it was lost, where nobody tells of commits either', () => {
    const steps = [
      { request: createOf([7]), reply: told([created]) },
      { request: lookUp([7n]), reply: bodyOfNone },
    ];
    expect(findLostObject(evidenceOf(steps, false))?.events).toEqual([1, 3]);
  });

  test('nothing of what came before it: a look-up ahead of the creation may miss', () => {
    const evidence = evidenceOf([
      { request: lookUp([7n]), reply: bodyOfNone },
      { request: createOf([7]), reply: told([created]) },
    ]);
    expect(findLostObject(evidence)).toBeNull();
  });
});

test('a ledger answers exists to a chain that takes what it found along', () => {
  const ledger = new Ledger({ messageBodySizeMax });
  let timestamp = 1_000n;
  const ask = (request: Request): Asked & { reply: Uint8Array } => {
    timestamp += BigInt(ledger.timestamps(request.operation, request.body)) + 1n;
    return { request, reply: ledger.commit(request.operation, timestamp, request.body) };
  };
  const flags = accountFlags.history;
  const accounts = [1n, 2n].map((id) => ({ id, ledger: 1, code: 1, flags }));
  const body = encodeBatch('create_accounts', accounts);
  const opened = ask(requestOf(operations.create_accounts, 2, body));
  const chain = ask(createOf([-7, -7, 8]));
  const statuses = [0, 1, 2].map((event) => readStatus(chain.reply, event));
  expect(statuses).toEqual([linked_event_failed, exists, linked_event_failed]);
  const missed = ask(lookUp([7n]));
  expect(missed.reply).toEqual(bodyOfNone);
  expect(findLostObject(evidenceOf([opened, chain, missed]))).toBeNull();
});
