import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../harness/checkers/checker.ts';
import { conservation } from '../../harness/checkers/conservation.ts';
import { eventAt } from '../../harness/checkers/requests.ts';
import {
  account,
  accountBalance,
  accountFlags,
  createResult,
} from '../../harness/ledger/layouts.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { createTransferStatus } from '../../harness/ledger/statuses.ts';
import { bodyAt, positionsOf, repliesTo, withBody, withEvent, without } from './damage.ts';
import { smallRun } from './small-cluster.ts';

const right = smallRun({ seed: 'adding up' });
const looks = repliesTo(right, operations.lookup_accounts);
const lastLook = looks.at(-1)!;
const creations = repliesTo(right, operations.create_transfers);

/** Changes a field of 128 bits in the record at `at` of the reply at `position`. */
function changed(
  evidence: Evidence,
  position: number,
  at: number,
  field: number,
  change: (value: bigint) => bigint,
): Evidence {
  return withBody(evidence, position, (body) => {
    const view = new DataView(body.buffer);
    const value = change(view.getBigUint64(at + field, true));
    view.setBigUint64(at + field, value, true);
    return body;
  });
}

/** A history in which nobody can add up: the creations have no answer. */
function withoutAnswers(evidence: Evidence): Evidence {
  const unanswered = new Set(creations.map((position) => evidence.history.events[position]));
  return without(evidence, (event) => unanswered.has(event));
}

function lastLookOf(evidence: Evidence): number {
  return repliesTo(evidence, operations.lookup_accounts).at(-1)!;
}

/** A record of the reply whose account has a flag. */
function recordWith(flag: number): { readonly position: number; readonly at: number } {
  for (const position of looks.toReversed()) {
    const body = bodyAt(right, position);
    const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    for (let at = 0; at + account.size < body.length; at += account.size) {
      if (view.getUint16(at + account.flags, true) & flag) return { position, at };
    }
  }
  throw new Error('no account with that flag was looked up');
}

/** A reply with at least two rows of balances. */
const rows = repliesTo(right, operations.get_account_balances).find(
  (position) => eventAt(right.history.events, position, 'reply').size > 3 * accountBalance.size,
)!;
const debtor = recordWith(accountFlags.debits_must_not_exceed_credits);
const creditor = recordWith(accountFlags.credits_must_not_exceed_debits);
const settle = positionsOf(right, 'invoke', ({ stage }) => stage === 2)[0]!;
const lastLoadLook = looks.findLast((position) => position < settle)!;
const { debits_posted, debits_pending, credits_posted } = account;
const { credits_pending } = account;

describe('conservation', () => {
  test('passes what is right', () => {
    expect(conservation.check(right)).toMatchObject({ verdict: 'pass', vacuous: [] });
  });

  test('says where no account with a limit was ever read', () => {
    const limits =
      accountFlags.debits_must_not_exceed_credits | accountFlags.credits_must_not_exceed_debits;
    const unlimited = looks.reduce(
      (evidence, position) =>
        withBody(evidence, position, (body) => {
          const view = new DataView(body.buffer);
          for (let at = account.flags; at < body.length; at += account.size) {
            view.setUint16(at, view.getUint16(at, true) & ~limits, true);
          }
          return body;
        }),
      right,
    );
    const { verdict, vacuous } = conservation.check(unlimited);
    expect(vacuous).toEqual(['an account with a limit']);
    expect(verdict).toBe('pass');
  });

  const adds = /but the transfers that were acknowledged before it add up to \d+/;
  test.each([
    ['debits_posted', debits_posted, adds],
    ['debits_pending', debits_pending, adds],
    ['credits_posted', credits_posted, adds],
    ['credits_pending', credits_pending, adds],
  ])('fails where %s is one more than was transferred', (name, field, why) => {
    const { verdict, why: said } = conservation.check(
      changed(right, lastLoadLook, 0, field, (value) => value + 1n),
    );
    expect(said).toMatch(why);
    expect(said).toContain(`read ${name}`);
    expect(verdict).toBe('fail');
  });

  test.each([
    ['debits_posted', debits_posted],
    ['debits_pending', debits_pending],
    ['credits_posted', credits_posted],
    ['credits_pending', credits_pending],
  ])('fails by the sums alone where %s is one more', (name, field) => {
    const blind = withoutAnswers(right);
    expect(conservation.check(blind).verdict).toBe('pass');
    const { verdict, why } = conservation.check(
      changed(blind, lastLookOf(blind), 0, field, (value) => value + 1n),
    );
    expect(why).toMatch(
      /^In ledger \d (debits|credits)_(posted|pending) of all accounts add up to/,
    );
    expect(why).toContain(name);
    expect(verdict).toBe('fail');
  });

  test('fails where an account is beyond its limit', () => {
    const debits = changed(right, debtor.position, debtor.at, debits_pending, () => 1n << 40n);
    expect(conservation.check(debits)).toMatchObject({ verdict: 'fail' });
    expect(conservation.check(debits).why).toMatch(/the flag debits_must_not_exceed_credits/);
    const credits = changed(right, creditor.position, creditor.at, credits_posted, () => 1n << 40n);
    expect(conservation.check(credits).why).toMatch(/the flag credits_must_not_exceed_debits/);
  });

  test('fails where something posted has become less', () => {
    const spoilt = changed(right, rows, 0, accountBalance.debits_posted, () => 1n << 40n);
    const row = changed(spoilt, rows, 0, accountBalance.credits_posted, () => 1n << 40n);
    expect(conservation.check(row)).toMatchObject({ verdict: 'fail' });
    expect(conservation.check(row).why).toMatch(/what is posted cannot shrink/);
  });

  test('fails where a transfer is said to be created that was not', () => {
    const refused = creations.find((position) => {
      const body = bodyAt(right, position);
      const view = new DataView(body.buffer, body.byteOffset);
      const status = view.getUint32(createResult.status, true);
      return status === createTransferStatus.pending_transfer_not_found;
    })!;
    const spoilt = withBody(right, refused, (body) => {
      const view = new DataView(body.buffer);
      view.setUint32(createResult.status, createTransferStatus.created, true);
      return body;
    });
    const { verdict, why } = conservation.check(spoilt);
    expect(why).toMatch(/pending transfer \d+ was (posted|voided), but was not pending then/);
    expect(verdict).toBe('fail');
  });

  test('leaves out what a request without an answer may have touched', () => {
    const open = without(right, (event) => event === right.history.events[creations[3]!]);
    const { verdict, why } = conservation.check(open);
    expect(verdict).toBe('pass');
    const [, recomputed, all] = /and (\d+) of (\d+) balances/.exec(why)!;
    expect(Number(recomputed)).toBeGreaterThan(0);
    expect(Number(recomputed)).toBeLessThan(Number(all));
  });

  test('does not know where an op is missing, or nothing was looked up', () => {
    const { op } = eventAt(right.history.events, creations[3]!, 'reply');
    const torn = without(right, (event) => event.kind === 'commit' && event.op === op);
    expect(conservation.check(torn).verdict).toBe('unknown');
    const blind = without(right, (event) => event.kind === 'reply');
    expect(conservation.check(blind)).toMatchObject({ verdict: 'unknown', checked: 0 });
    const early = without(right, (event) => event === right.history.events[lastLook]);
    expect(conservation.check(early).verdict).toBe('unknown');
    const unsettled = without(right, ({ kind }) => kind === 'phase');
    expect(conservation.check(unsettled).verdict).toBe('unknown');
  });

  test('takes no notice of what replicas end with', () => {
    const digest = positionsOf(right, 'digest')[0]!;
    const spoilt = withEvent(right, digest, 'digest', () => ({ digest: 'f'.repeat(32) }));
    expect(conservation.check(spoilt).verdict).toBe('pass');
  });
});
