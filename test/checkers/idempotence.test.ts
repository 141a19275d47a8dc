import { describe, expect, test } from 'vitest';
import { idempotence } from '../../harness/checkers/idempotence.ts';
import { transferFlags } from '../../harness/ledger/layouts.ts';
import { createTransferStatus as status } from '../../harness/ledger/statuses.ts';
import { type Asked, create, evidenceOf, told } from './asked-in-turn.ts';
import { withEvents, without } from './damage.ts';
import { smallRun } from './small-cluster.ts';

const { created, exists, linked_event_failed, id_already_failed } = status;

interface Event {
  readonly id: number;
  readonly amount?: number;
  readonly linked?: boolean;
  /** Undefined where the request is never answered. */
  readonly told?: number;
}

/** One request for each list. */
function asked(requests: readonly (readonly Event[])[]): Asked[] {
  return requests.map((events) => {
    const statuses = events.flatMap(({ told: answer }) => (answer === undefined ? [] : [answer]));
    return {
      request: create(
        events.map(({ id, amount = 1, linked = false }) => ({
          id: BigInt(id),
          amount: BigInt(amount),
          flags: linked ? transferFlags.linked : 0,
        })),
      ),
      reply: statuses.length < events.length ? null : told(statuses),
    };
  });
}

type Case = readonly [name: string, requests: readonly (readonly Event[])[]];

describe('idempotence fails', () => {
  const broken: readonly (readonly [...Case, RegExp])[] = [
    ['an id is created twice', [[{ id: 7, told: created }], [{ id: 7, told: created }]], /created/],
    [
      'an id is created twice in one request',
      [
        [
          { id: 7, told: created },
          { id: 7, told: created },
        ],
      ],
      /answered created at op 1, but transfer 7 was acknowledged at op 1/,
    ],
    [
      'the very same event differs from itself',
      [[{ id: 7, told: created }], [{ id: 7, told: status.exists_with_different_amount }]],
      /transfer 7 was made by the very same event at op 1/,
    ],
    [
      'what exists can fail',
      [[{ id: 7, told: created }], [{ id: 7, told: status.exceeds_credits }]],
      /answered exceeds_credits at op 2, but transfer 7 was acknowledged at op 1/,
    ],
    [
      'what exists has failed',
      [[{ id: 7, told: exists }], [{ id: 7, told: id_already_failed }]],
      /transfer 7/,
    ],
    [
      'an id that failed for good is created',
      [[{ id: 7, told: status.debit_account_not_found }], [{ id: 7, told: created }]],
      /answered created at op 2, but transfer 7 failed for good at op 1/,
    ],
    [
      'an id that failed for good fails as if it had not',
      [[{ id: 7, told: status.exceeds_debits }], [{ id: 7, told: status.exceeds_debits }]],
      /failed for good at op 1/,
    ],
    [
      'an id that failed in a broken chain is created',
      [
        [
          { id: 6, linked: true, told: linked_event_failed },
          { id: 7, told: status.debit_account_already_closed },
        ],
        [{ id: 7, told: created }],
      ],
      /failed for good at op 1/,
    ],
    ['an id has failed that never did', [[{ id: 7, told: id_already_failed }]], /never failed/],
    ['something exists that nobody created', [[{ id: 7, told: exists }]], /was never created/],
  ];

  test.each(broken)('where %s', (_, requests, why) => {
    const finding = idempotence.check(evidenceOf(asked(requests)));
    expect(finding.why).toMatch(why);
    expect(finding.verdict).toBe('fail');
    expect(finding.events.length).toBeGreaterThan(0);
  });
});

describe('idempotence passes', () => {
  const right: readonly Case[] = [
    ['an event is sent again', [[{ id: 7, told: created }], [{ id: 7, told: exists }]]],
    [
      'another event has its id',
      [
        [{ id: 7, told: created }],
        [{ id: 7, amount: 2, told: status.exists_with_different_amount }],
      ],
    ],
    [
      'an id that failed stays failed',
      [[{ id: 7, told: status.exceeds_credits }], [{ id: 7, told: id_already_failed }]],
    ],
    [
      'an id failed in a way that is not for good',
      [[{ id: 7, told: status.code_must_not_be_zero }], [{ id: 7, told: created }]],
    ],
    [
      'a broken chain took along what it had created',
      [
        [
          { id: 7, linked: true, told: linked_event_failed },
          { id: 7, linked: true, told: exists },
          { id: 8, told: linked_event_failed },
        ],
        [{ id: 7, told: created }],
      ],
    ],
    [
      'what exists stands in a chain that breaks elsewhere',
      [
        [{ id: 7, told: created }],
        [
          { id: 7, linked: true, told: linked_event_failed },
          { id: 8, told: status.code_must_not_be_zero },
        ],
      ],
    ],
    ['a request without an answer created it', [[{ id: 7 }], [{ id: 7, told: exists }]]],
    ['a request without an answer used it up', [[{ id: 7 }], [{ id: 7, told: id_already_failed }]]],
    ['a request without an answer did nothing', [[{ id: 7 }], [{ id: 7, told: created }]]],
  ];

  test.each(right)('where %s', (_, requests) => {
    const { verdict, why } = idempotence.check(evidenceOf(asked(requests)));
    expect(verdict, why).toBe('pass');
  });

  test('where a request without an answer may stand anywhere in the log', () => {
    const steps = asked([[{ id: 7, told: exists }], [{ id: 7 }]]);
    expect(idempotence.check(evidenceOf(steps, false)).verdict).toBe('pass');
    expect(idempotence.check(evidenceOf(steps)).verdict).toBe('fail');
  });
});

describe('what idempotence never met', () => {
  test('is said where it passes', () => {
    const once = evidenceOf(asked([[{ id: 7, told: created }]]));
    expect(idempotence.check(once)).toMatchObject({
      verdict: 'pass',
      checked: 1,
      vacuous: [
        'an event that was sent again after it was created',
        'another event with the id of what was created',
        'an id that was used again after it had failed',
      ],
    });
  });

  test('is unknown, where nothing was answered or the log has a gap', () => {
    const evidence = smallRun({ seed: 'idempotence', requests: 20 });
    expect(idempotence.check(evidence).verdict).toBe('pass');
    expect(idempotence.check(withEvents(evidence, []))).toMatchObject({
      verdict: 'unknown',
      checked: 0,
    });
    const torn = without(evidence, (event) => event.kind === 'commit' && event.op === 12);
    expect(idempotence.check(torn).verdict).toBe('unknown');
  });
});
