import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../harness/checkers/checker.ts';
import { expiry } from '../../harness/checkers/expiry.ts';
import { encodeBatch } from '../../harness/ledger/bodies.ts';
import { account, changeEvent, transferFlags } from '../../harness/ledger/layouts.ts';
import { encodeBody } from '../../harness/ledger/multi-batch.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { createTransferStatus } from '../../harness/ledger/statuses.ts';
import { type Asked, create, evidenceOf, type Pulse, requestOf, told } from './asked-in-turn.ts';
import { withEvents, withMore, without } from './damage.ts';
import { smallRun } from './small-cluster.ts';

const { pending, post_pending_transfer, void_pending_transfer } = transferFlags;
const { created, pending_transfer_expired, pending_transfer_not_found } = createTransferStatus;
const second = 1_000_000_000n;
const since = 5n * second;
const due = since + 3n * second;

/** Transfer 1 holds 1 of account 1 for account 2, from `since` on, for three seconds. */
function held(timeout = 3): Asked {
  const request = create([{ id: 1n, flags: pending, timeout }]);
  return { request, reply: told([created], since), timestamp: since };
}

let ids = 1n;

function resolve(flags: number, status: number, timestamp: bigint): Asked {
  ids += 1n;
  const amount = flags === post_pending_transfer ? (1n << 128n) - 1n : 0n;
  const request = create([{ id: ids, pending_id: 1n, amount, flags, ...noAccounts }]);
  return { request, reply: told([status], timestamp), timestamp };
}
const noAccounts = { debit_account_id: 0n, credit_account_id: 0n, ledger: 0, code: 0 };

/** Something else that happens at that time. */
function plain(timestamp: bigint): Asked {
  ids += 1n;
  return { request: create([{ id: ids }]), reply: told([created], timestamp), timestamp };
}

/** A look-up of account 1 that reads so much of debits_pending. */
function read(pendingDebits: number, timestamp: bigint): Asked {
  const record = new DataView(new ArrayBuffer(account.size));
  record.setUint8(account.id, 1);
  record.setUint8(account.debits_pending, pendingDebits);
  const request = requestOf(operations.lookup_accounts, 1, encodeBatch('lookup_accounts', [1n]));
  const reply = encodeBody(account.size, [new Uint8Array(record.buffer)]);
  return { request, reply, timestamp };
}

/** A change event that tells of transfer 1's expiry. */
function changes(at: bigint, timeout: number): Asked {
  const record = new DataView(new ArrayBuffer(changeEvent.size));
  record.setUint8(changeEvent.transfer_id, 1);
  record.setUint8(changeEvent.type, 4);
  record.setUint32(changeEvent.transfer_timeout, timeout, true);
  record.setBigUint64(changeEvent.transfer_timestamp, since, true);
  record.setBigUint64(changeEvent.timestamp, at, true);
  const body = encodeBatch('get_change_events', [{ limit: 10 }]);
  const request = requestOf(operations.get_change_events, 1, body);
  return { request, reply: new Uint8Array(record.buffer), timestamp: at + second };
}

function ended(steps: readonly (Asked | Pulse)[]): Evidence {
  return withMore(evidenceOf(steps), { time: 0, kind: 'phase', phase: 'end', stage: '' });
}

type Case = readonly [name: string, steps: readonly (Asked | Pulse)[]];

const posted = (status: number, at: bigint): Asked => resolve(post_pending_transfer, status, at);
const voided = (status: number, at: bigint): Asked => resolve(void_pending_transfer, status, at);
const busy = (count: number): Asked[] =>
  Array.from({ length: count }, (_, at) => plain(due + BigInt(at)));

describe('expiry fails', () => {
  const broken: readonly (readonly [...Case, RegExp])[] = [
    ['it is posted at its time', [held(), posted(created, due)], /posted at timestamp 8000000000/],
    ['it is voided at its time', [held(), voided(created, due)], /voided at timestamp 8000000000/],
    [
      'a post is refused a nanosecond before its time',
      [held(), posted(pending_transfer_expired, due - 1n)],
      /was told pending_transfer_expired, .* at timestamp 7999999999 .* fell due at .* 8000000000/,
    ],
    [
      'one without a time-out has expired',
      [held(0), posted(pending_transfer_expired, 1n << 62n)],
      /pending transfer 1, which has no time-out/,
    ],
    [
      'it is given back although no pulse can have come',
      [held(), read(0, due - 1n)],
      /read debits_pending 0 of account 1, .* comes to 1: something expired too early/,
    ],
    [
      'a pulse gives back what is not due',
      [held(), { pulse: due - 1n }, read(0, due + 1n)],
      /something expired too early/,
    ],
    [
      'it is held after the pulse',
      [held(), plain(due), { pulse: due + 1n }, read(1, due + 2n)],
      /read debits_pending 1 of account 1, .* comes to 0: something that was due is held/,
    ],
    ['no pulse ever comes', [held(), ...busy(40)], /no pulse came from op 2 to op 34/],
    ['no pulse came by the end', [held(), ...busy(2)], /1, which fell due .* never expired/],
    [
      'a change event tells of an expiry before its time',
      [held(), { pulse: due }, changes(due - 1n, 3)],
      /expired at timestamp 7999999999, but it falls due at timestamp 8000000000 only/,
    ],
    [
      'a change event tells of an expiry that never can be',
      [held(0), changes(due, 0)],
      /but it has no time-out/,
    ],
  ];

  test.each(broken)('where %s', (_, steps, why) => {
    const { verdict, why: said, events } = expiry.check(ended(steps));
    expect(said).toMatch(why);
    expect(verdict).toBe('fail');
    expect(events.length).toBeGreaterThan(0);
  });
});

describe('expiry passes', () => {
  const right: readonly Case[] = [
    ['it is posted in time', [held(), posted(created, due - 1n), read(0, due + second)]],
    ['it is voided in time', [held(), voided(created, due - 1n), read(0, due + second)]],
    [
      'it is refused at its time',
      [held(), posted(pending_transfer_expired, due), { pulse: due + 1n }],
    ],
    [
      'it is held until the pulse, and no longer',
      [held(), read(1, due), { pulse: due + 1n }, read(0, due + 2n), changes(due + 1n, 3)],
    ],
    ['the pulse comes a little later', [held(), ...busy(30), { pulse: due + second }]],
    ['it is not due by the end', [held(), plain(due - 1n)]],
    ['nothing has a time-out', [held(0), posted(created, 1n << 62n)]],
  ];

  test.each(right)('where %s', (_, steps) => {
    const { verdict, why } = expiry.check(ended(steps));
    expect(verdict, why).toBe('pass');
  });
});

describe('what expiry never met', () => {
  test('is said where it passes', () => {
    expect(expiry.check(ended([plain(1n)]))).toMatchObject({
      verdict: 'pass',
      checked: 1,
      vacuous: expect.arrayContaining(['a pending transfer with a time-out', 'a pulse']) as unknown,
    });
    const all = [
      held(),
      posted(pending_transfer_expired, due),
      { pulse: due + 1n },
      read(0, due + 2n),
      changes(due + 1n, 3),
    ];
    expect(expiry.check(ended(all)).vacuous).toEqual([
      'a post or void of one with a time-out before its time',
    ]);
  });

  test('is unknown, where what has a time-out was never created', () => {
    const refused = { ...held(), reply: told([pending_transfer_not_found]) };
    expect(expiry.check(ended([refused]))).toMatchObject({ verdict: 'unknown' });
    expect(expiry.check(ended([{ ...held(), reply: null }, plain(9n * second)]))).toMatchObject({
      verdict: 'unknown',
    });
  });

  test('is unknown, where nobody tells of commits, nothing was answered, or an op is missing', () => {
    expect(expiry.check(evidenceOf([held()], false)).verdict).toBe('unknown');
    const evidence = smallRun({ seed: 'expiry' });
    expect(expiry.check(evidence).verdict).toBe('pass');
    expect(expiry.check(withEvents(evidence, []))).toMatchObject({ verdict: 'unknown' });
    const torn = without(evidence, (event) => event.kind === 'commit' && event.op === 12);
    expect(expiry.check(torn).verdict).toBe('unknown');
  });
});
