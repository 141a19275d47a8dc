import { env } from 'node:process';
import { describe, expect, test } from 'vitest';
import { isCreate } from '../../harness/ledger/recording-times.ts';
import { Rules } from '../../harness/ledger/rules.ts';
import { createAccountStatus, createTransferStatus } from '../../harness/ledger/statuses.ts';
import { type Disagreement, explain, findDisagreement, playScript } from './agreement.ts';
import type { Command } from './commands.ts';
import { transferFlag } from './flags.ts';
import { second } from './limits.ts';
import type { Played } from './play.ts';

/** More by VIVARIUM_ORACLE_RUNS, others by VIVARIUM_ORACLE_SEED, one again by its path, too. */
const runs = Number(env['VIVARIUM_ORACLE_RUNS'] ?? 3000);
const seed = Number(env['VIVARIUM_ORACLE_SEED'] ?? 1);
const path = env['VIVARIUM_ORACLE_PATH'];

/** How often something was asked, answered, or happened. */
class Reached {
  readonly counts = new Map<string, number>();

  count({ steps }: Played): void {
    for (const { command, oracle } of steps) {
      this.add(command.op);
      if (!('batches' in command)) continue;
      if (command.batches.length > 1) this.add(`${command.op} in several batches`);
      for (const result of oracle.flat()) {
        if (isCreate(command.op)) this.add(`${command.op} ${result['status']}`);
        else this.add(`${command.op} with a result`);
        if (result['type'] === 4) this.add('expiry');
      }
    }
  }

  private add(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}

describe('oracle and ledger', () => {
  test(
    `agree on ${runs} random scripts, which reach every status and every operation`,
    () => {
      const reached = new Reached();
      const observe = (played: Played) => reached.count(played);
      const found = findDisagreement({ runs, seed, path, observe });
      expect(found === null ? 'they agree' : explain(found)).toBe('they agree');
      if (path === undefined) expect(unreached(reached)).toEqual([]);
    },
    120_000 + 30 * runs,
  );
});

const creates = { create_accounts: createAccountStatus, create_transfers: createTransferStatus };
const reads = [
  'lookup_accounts',
  'lookup_transfers',
  'get_account_transfers',
  'get_account_balances',
  'query_accounts',
  'query_transfers',
];

function unreached({ counts }: Reached): string[] {
  const statuses = Object.entries(creates).flatMap(([op, of]) =>
    Object.entries(of)
      // Given to clients older than release 0.16 only.
      .filter(([name]) => name !== 'amount_must_not_be_zero')
      .map(([, status]) => `${op} ${status}`),
  );
  const answered = [...reads, 'get_change_events'].map((op) => `${op} with a result`);
  const batched = [...reads, ...Object.keys(creates)].map((op) => `${op} in several batches`);
  const all = [...statuses, ...answered, ...batched, 'wait', 'pulse', 'expiry'];
  return all.filter((what) => !counts.has(what));
}

class NeverLimits extends Rules {
  override exceedsCredits(): boolean {
    return false;
  }
}

class ExpiresAtPulsesOnly extends Rules {
  override isDue(): boolean {
    return false;
  }
}

class ExpiryKeepsPending extends Rules {
  override applyExpired(): void {}
}

class KeepsAccountsOfBrokenChains extends Rules {
  override rollBackAccounts(): void {}
}

class OpensNothing extends Rules {
  protected override reopen(): void {}
}

class NeverBurns extends Rules {
  override burn(): void {}
}

const bugs = { NeverLimits, ExpiresAtPulsesOnly, ExpiryKeepsPending, OpensNothing, NeverBurns };

describe('a ledger with a bug', () => {
  test.each(Object.entries(bugs))('%s is found, and told in a small table', (_, rules) => {
    const found = findDisagreement({ runs: 1000, seed: 1, rules }) as Disagreement;
    const lines = found.table.split('\n');
    expect(lines.length).toBeLessThanOrEqual(9);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(140);
    expect(lines.at(-1)?.split(' | ')).toHaveLength(4);
  });

  test('is told like this', () => {
    const rules = KeepsAccountsOfBrokenChains;
    const found = findDisagreement({ runs: 1000, seed: 1, rules }) as Disagreement;
    expect(`\n${found.table}\n`).toBe(`
op              | event            | oracle says         | ledger says
----------------|------------------|---------------------|------------
create_accounts | id 5, linked     | linked_event_failed |
                | ledger 0, code 0 | id_must_not_be_zero |
lookup_accounts | id 5             | 0 results           | 1 result
`);
    const { seed, path } = found;
    expect(explain(found)).toContain(`VIVARIUM_ORACLE_SEED=${seed} VIVARIUM_ORACLE_PATH=${path} `);
    expect(findDisagreement({ runs: 1, seed, path, rules })?.table).toBe(found.table);
  });
});

const from1to2 = { debit_account_id: 1n, credit_account_id: 2n, ledger: 1, code: 1, amount: 5n };
const pending = { ...from1to2, id: 11n, flags: transferFlag.pending, timeout: 1 };
/** Two accounts, and a pending transfer between them that is due. */
const setUp: readonly Command[] = [
  { op: 'create_accounts', batches: [[1n, 2n].map((id) => ({ id, ledger: 1, code: 1 }))] },
  { op: 'create_transfers', batches: [[pending]] },
  { op: 'wait', seconds: 2 },
];

describe('what random scripts found once', () => {
  test('an import to the very time of an expiry takes its place among the change events', () => {
    const imported = { ...from1to2, id: 21n, flags: transferFlag.imported };
    const { steps, disagrees } = playScript({
      start: 0n,
      commands: [
        ...setUp,
        { op: 'pulse' },
        { op: 'get_change_events', batches: [[{ limit: 10 }]] },
        { op: 'create_transfers', batches: [[{ ...imported, timestamp: 2n * second + 2n }]] },
        { op: 'get_change_events', batches: [[{ limit: 10 }]] },
      ],
    });
    expect(disagrees).toBe(false);
    const events = [4, 6].map((step) => steps[step]?.oracle.flat().map((event) => event['type']));
    expect(events).toEqual([
      [1, 4],
      [1, 0],
    ]);
  });

  test('an imported post of what is due has expired, before its own timestamp is looked at', () => {
    const { post_pending_transfer, imported } = transferFlag;
    const post = { id: 21n, pending_id: 11n, flags: post_pending_transfer | imported };
    const { steps, disagrees } = playScript({
      start: 0n,
      commands: [...setUp, { op: 'create_transfers', batches: [[{ ...post, timestamp: 1n }]] }],
    });
    expect(disagrees).toBe(false);
    const { pending_transfer_expired } = createTransferStatus;
    expect(steps.at(-1)?.oracle).toMatchObject([[{ status: pending_transfer_expired }]]);
  });
});
