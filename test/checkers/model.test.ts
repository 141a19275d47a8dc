import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../harness/checkers/checker.ts';
import { model } from '../../harness/checkers/model.ts';
import { eventAt } from '../../harness/checkers/requests.ts';
import { account, createResult } from '../../harness/ledger/layouts.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { createAccountStatus } from '../../harness/ledger/statuses.ts';
import type { Request } from '../../harness/workload.ts';
import {
  positionsOf,
  repliesTo,
  withBody,
  withEvent,
  withEvents,
  withOp,
  without,
} from './damage.ts';
import { smallRun } from './small-cluster.ts';

const right = smallRun({ seed: 'model' });
const firstCreate = repliesTo(right, operations.create_accounts)[0]!;
const firstTransfers = repliesTo(right, operations.create_transfers)[0]!;
const lastLookup = repliesTo(right, operations.lookup_accounts).at(-1)!;
const createOp = eventAt(right.history.events, firstCreate, 'reply').op;
const transferOp = eventAt(right.history.events, firstTransfers, 'reply').op;
const digestOp = eventAt(right.history.events, positionsOf(right, 'digest')[0]!, 'digest').op;

function flipped(evidence: Evidence, position: number, byte: number): Evidence {
  return withBody(evidence, position, (body) => body.with(byte, body[byte]! ^ 1));
}

/** With requests that are not what they were when they were sent. */
function withRequests(change: (request: Request) => Partial<Request>): Evidence {
  const { workload } = right;
  return {
    ...right,
    workload: {
      request(stage, index) {
        const request = workload.request(stage, index);
        return { ...request, expected: (event) => request.expected(event), ...change(request) };
      },
    },
  };
}

const damages: readonly (readonly [string, Evidence, RegExp])[] = [
  [
    'a status is another',
    flipped(right, firstCreate, createResult.status),
    /\(create_accounts\) at op \d+ field status of event 0 is .*, expected created/,
  ],
  [
    'a timestamp is off by one',
    flipped(right, firstCreate, createResult.size + createResult.timestamp),
    /field timestamp of event 1 is \d+, expected \d+/,
  ],
  [
    'a balance is another',
    flipped(right, lastLookup, account.size * 2 + account.debits_posted),
    /field debits_posted of account 2 is \d+, expected \d+/,
  ],
  [
    'a record is left out',
    withBody(right, lastLookup, (body) => {
      const shorter = body.slice(account.size);
      new DataView(shorter.buffer).setUint16(shorter.length - 4, 5, true);
      return shorter;
    }),
    /field .* of account 0 is|number of accounts is 5, expected 6/,
  ],
  [
    'the body is cut off',
    withBody(right, lastLookup, (body) => body.slice(0, 100)),
    /the body from byte 100 on is 100 bytes, there nothing more/,
  ],
  [
    'a reply says another op',
    withEvent(right, firstCreate, 'reply', ({ op }) => ({ op: op + 1 })),
    /was acknowledged at op \d+ .* but executed at op/,
  ],
  [
    'a reply says another timestamp',
    withEvent(right, firstCreate, 'reply', ({ timestamp }) => ({ timestamp: timestamp + 1n })),
    /was acknowledged at op \d+ and timestamp \d+, but executed at/,
  ],
  [
    'one replica had another reply',
    withEvent(right, positionsOf(right, 'commit').at(-1)!, 'commit', () => ({
      reply: '0'.repeat(32),
    })),
    /with replies of different checksums/,
  ],
  [
    'all replicas had another reply',
    withOp(right, createOp, ({ kind }) => (kind === 'commit' ? { reply: '0'.repeat(32) } : {})),
    /with another reply \(checksum 0{32}\) than the ledger's/,
  ],
  [
    'a timestamp was given twice',
    withOp(right, transferOp, () => ({
      timestamp: eventAt(
        right.history.events,
        positionsOf(right, 'commit', ({ op }) => op === transferOp - 1)[0]!,
        'commit',
      ).timestamp,
    })),
    /has timestamps from \d+ to \d+, but the op before had \d+ already/,
  ],
  [
    'an op is a request that was never sent',
    withOp(right, createOp, ({ kind }) => (kind === 'commit' ? { request: 999 } : {})),
    /which no client ever sent/,
  ],
  [
    'an op is another operation',
    withOp(right, createOp, ({ kind }) =>
      kind === 'commit' ? { operation: operations.lookup_accounts } : {},
    ),
    /was executed as lookup_accounts at op \d+, but the plan has create_accounts there/,
  ],
  [
    'every replica ended in the same wrong state',
    withEvents(
      right,
      right.history.events.map((event) =>
        event.kind === 'digest' ? { ...event, digest: 'f'.repeat(32) } : event,
      ),
    ),
    /Replica 0 ended at op \d+ with digest f{32}, but replaying/,
  ],
  [
    'the plan allows no such status',
    withRequests(({ operation }) =>
      operation === operations.create_accounts
        ? { expected: () => new Set([createAccountStatus.exists]) }
        : {},
    ),
    /Event 0 of .* was answered created at op \d+, where the plan allows exists/,
  ],
  [
    'a body is not valid',
    withRequests(({ body }) => ({ body: body.subarray(1) })),
    /was committed at op \d+, though its body is not valid/,
  ],
  [
    'a reply was never executed',
    without(
      right,
      (event) => (event.kind === 'commit' || event.kind === 'digest') && event.op === digestOp,
    ),
    /was acknowledged at op \d+, but nobody executed it/,
  ],
];

describe('the model', () => {
  test('passes what is right', () => {
    expect(model.check(right)).toMatchObject({ verdict: 'pass', checked: 126 });
  });

  test.each(damages)('fails where %s', (_, evidence, why) => {
    const { verdict, why: said, events } = model.check(evidence);
    expect(said).toMatch(why);
    expect(verdict).toBe('fail');
    expect(events.length).toBeGreaterThan(0);
  });

  test('does not know where an op is missing', () => {
    const torn = without(right, (event) => event.kind === 'commit' && event.op === transferOp);
    const { verdict, why } = model.check(torn);
    expect(verdict).toBe('unknown');
    expect(why).toMatch(/Nobody executed op \d+/);
  });

  test('does not know where nobody reported a commit', () => {
    const mute = without(right, (event) => event.kind === 'commit');
    expect(model.check(mute)).toMatchObject({ verdict: 'unknown', checked: 0 });
  });
});
