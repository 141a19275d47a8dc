import * as fc from 'fast-check';
import type { RequestName } from '../../harness/ledger/bodies.ts';
import { isCreate } from '../../harness/ledger/recording-times.ts';
import { type Command, type Fields, type Request, type Script, starts } from './commands.ts';
import { randomAccounts, randomFirstAccounts } from './random-accounts.ts';
import { randomFilters } from './random-filters.ts';
import { randomFirstTransfers, randomTransfers } from './random-transfers.ts';
import { accountIds, mostly, transferIds } from './random-values.ts';

/** As drawn: some repeat what was asked before. */
type Drawn = Command | { readonly op: 'again'; readonly back: number; readonly change: Fields };

const transfers = randomTransfers.map((batches) => ({ op: 'create_transfers', batches }) as const);

const accounts = randomAccounts.map((batches) => ({ op: 'create_accounts', batches }) as const);

/** What makes a retry another event. */
const changes: readonly Fields[] = [
  { amount: 3n },
  { user_data_128: 3n },
  { user_data_64: 3n },
  { user_data_32: 3 },
  { debit_account_id: 3n },
  { credit_account_id: 3n },
  { pending_id: 14n },
  { timeout: 2 },
  { ledger: 2 },
  { code: 2 },
  { flags: 2 },
];

const again: fc.Arbitrary<Drawn> = fc.record({
  op: fc.constant('again' as const),
  back: fc.integer({ min: 1, max: 6 }),
  change: mostly(fc.constant({}), fc.constantFrom(...changes), 1),
});

const wait = fc.record({
  op: fc.constant('wait' as const),
  seconds: fc.integer({ min: 1, max: 3 }),
});

const pulse = fc.constant({ op: 'pulse' as const });

const commands: fc.Arbitrary<Drawn> = fc.oneof(
  { weight: 24, arbitrary: transfers },
  { weight: 4, arbitrary: accounts },
  { weight: 8, arbitrary: again },
  { weight: 4, arbitrary: wait },
  { weight: 3, arbitrary: pulse },
  { weight: 6, arbitrary: randomFilters },
);

/** Accounts, then anything, then a look at all that there is. */
export const randomScripts: fc.Arbitrary<Script> = fc
  .record({
    start: fc.oneof(
      { weight: 9, arbitrary: fc.constant(starts[0] as bigint) },
      { weight: 1, arbitrary: fc.constant(starts[1] as bigint) },
    ),
    first: randomFirstAccounts,
    pendings: randomFirstTransfers,
    others: fc.array(commands, { minLength: 1, maxLength: 24 }),
  })
  .map(({ start, first, pendings, others }) => ({
    start,
    commands: [
      { op: 'create_accounts' as const, batches: [first] },
      { op: 'create_transfers' as const, batches: [pendings] },
      ...repeat(others),
      ...lookAtAll,
    ],
  }));

/** A request once more, its first event changed; pulses that would come by are left to chance. */
function repeat(drawn: readonly Drawn[]): Command[] {
  const commands: Command[] = [];
  for (const each of drawn) {
    if (each.op !== 'again') {
      commands.push(each);
      continue;
    }
    const requests = commands.filter(isCreateRequest);
    const former = requests.at(-each.back);
    if (former === undefined) continue;
    const fields = former.op === 'create_accounts' ? ofAccounts(each.change) : each.change;
    const [batch, ...others] = former.batches;
    const [event, ...rest] = batch ?? [];
    const changed = event === undefined ? [] : [{ ...event, ...fields }, ...rest];
    commands.push({ op: former.op, batches: [changed, ...others] });
  }
  return commands;
}

function isCreateRequest(command: Command): command is Request {
  return 'batches' in command && isCreate(command.op);
}

function ofAccounts(change: Fields): Fields {
  const foreign = ['amount', 'debit_account_id', 'credit_account_id', 'timeout', 'pending_id'];
  return Object.fromEntries(Object.entries(change).filter(([name]) => !foreign.includes(name)));
}

const all = { limit: 8189 };

/** Everything that can be read of a ledger. */
const lookAtAll: readonly Request[] = [
  look(
    'lookup_accounts',
    accountIds.map((id) => ({ id })),
  ),
  look(
    'lookup_transfers',
    transferIds.map((id) => ({ id })),
  ),
  look('query_accounts', [all]),
  look('query_transfers', [all]),
  ...accountIds.flatMap((account_id) => [
    look('get_account_transfers', [{ ...all, account_id, flags: 3 }]),
    look('get_account_balances', [{ ...all, account_id, flags: 3 }]),
  ]),
  look('get_change_events', [all]),
];

function look(op: RequestName, events: readonly Fields[]): Request {
  return { op, batches: [events] };
}
