import { expect, test } from 'vitest';
import { transferFlags } from '../../harness/ledger/layouts.ts';
import { Random } from '../../harness/random.ts';
import { Ranks } from '../../workloads/distribution.ts';
import { invalidTransfer } from '../../workloads/invalid-transfer.ts';
import { Population, usualShares } from '../../workloads/population.ts';

const random = Random.fromSeed('mistakes');
const shape = {
  accounts: 320,
  ledgers: 3,
  shares: usualShares,
  historyPeriod: 3,
  importedAt: null,
};
const population = new Population(shape, new Ranks('uniform'), random);
const nothing = {
  plan: () => expect.unreachable('there is nothing earlier'),
  earlierPending: () => -1,
  earlierDue: () => -1,
  earlierEvent: () => -1,
};

test('several mistakes never close an account that others use', () => {
  const closing = [
    [transferFlags.closing_debit, 'debit'],
    [transferFlags.closing_credit, 'credit'],
  ] as const;
  let seen = 0;
  for (let number = 0; number < 50_000; number++) {
    const draw = { number, random: random.at(number), population, timeoutMax: 30 };
    const event = invalidTransfer(draw, nothing);
    for (const [flag, side] of closing) {
      const account = event[side];
      if ((event.flags & flag) === 0 || account < 0 || account >= population.accounts) continue;
      expect(population.classOf(account)).toBe('closable');
      seen += 1;
    }
  }
  expect(seen).toBeGreaterThan(1000);
});
