import { encodeBatch } from '../harness/ledger/bodies.ts';
import { eventMax, resultMax, type SizeLimits } from '../harness/ledger/operation-sizes.ts';
import { operations } from '../harness/ledger/operations.ts';
import { madeAccounts } from './account-plans.ts';
import { blockSize, Series } from './blocks.ts';
import type { Identifiers } from './identifiers.ts';
import { type Family, type Load, numbersPerRequest } from './load.ts';
import { ledgerNumber, type Population } from './population.ts';

/** One request of the last look. */
export type Look =
  | { readonly kind: 'query'; readonly operation: number; readonly body: Uint8Array }
  | { readonly kind: 'accounts' | 'transfers'; readonly numbers: readonly number[] };

export interface LookParts {
  readonly population: Population;
  readonly load: Load;
  readonly accountIds: Identifiers;
  readonly limits: SizeLimits;
  /** Whether to ask for the balances of all accounts of the first stage, too. */
  readonly balances: boolean;
}

const accountFamilies: readonly Family[] = ['create_accounts'];
const transferFamilies: readonly Family[] = ['create_transfers', 'create_transfers_imported'];

/**
 * The last look: a few queries, then look-ups of all accounts of the first stage, and then of all
 * accounts and transfers that the load could have made, block by block of its requests. What a
 * request holds does not depend on how long the load was; only how many there are does.
 */
export class LastLook {
  readonly #parts: LookParts;
  readonly #lookupMax: number;
  readonly #queries: readonly ClosingQuery[];
  /** How many requests of looking up the first accounts take. */
  readonly #firstAccounts: number;
  /** What the load makes at most. */
  readonly #accounts: Series<Family>;
  readonly #transfers: Series<Family>;

  constructor(parts: LookParts) {
    this.#parts = parts;
    this.#queries = parts.balances
      ? [...closingQueries, ...allBalances(parts.population)]
      : closingQueries;
    this.#lookupMax = eventMax(operations.lookup_accounts, parts.limits);
    this.#firstAccounts = Math.ceil(parts.population.accounts / this.#lookupMax);
    this.#accounts = new Series(parts.load.blocks, accountFamilies);
    this.#transfers = new Series(parts.load.blocks, transferFamilies);
  }

  /** How many requests it takes after a load of `requests`. */
  size(requests: number): number {
    const blocks = Math.ceil(requests / blockSize);
    const accounts = Math.ceil((blocks * this.#accounts.perBlock) / this.#lookupMax);
    const transfers = Math.ceil((blocks * this.#transfers.perBlock) / this.#lookupMax);
    let size = accounts + transfers;
    while (this.#accountsAmong(size) < accounts || size - this.#accountsAmong(size) < transfers) {
      size += 1;
    }
    return this.#queries.length + this.#firstAccounts + size;
  }

  at(index: number): Look {
    const closing = this.#queries[index];
    if (closing !== undefined) return { kind: 'query', ...closing(this.#parts) };
    const rest = index - this.#queries.length;
    if (rest < this.#firstAccounts) return { kind: 'accounts', numbers: this.#first(rest) };
    const place = rest - this.#firstAccounts;
    const accounts = this.#accountsAmong(place);
    if (this.#accountsAmong(place + 1) > accounts) {
      const numbers = this.#made(this.#accounts, accounts);
      return { kind: 'accounts', numbers: numbers.map((number) => madeAccounts + number) };
    }
    return { kind: 'transfers', numbers: this.#made(this.#transfers, place - accounts) };
  }

  #first(request: number): number[] {
    const from = request * this.#lookupMax;
    const count = Math.min(this.#lookupMax, this.#parts.population.accounts - from);
    return Array.from({ length: count }, (_, i) => from + i);
  }

  /** How many of the first `count` requests behind the first accounts look accounts up. */
  #accountsAmong(count: number): number {
    const sum = this.#accounts.perBlock + this.#transfers.perBlock;
    return Math.ceil((count * this.#accounts.perBlock) / Math.max(1, sum));
  }

  /** What one request looks up of a series, as numbers of events. */
  #made(series: Series<Family>, request: number): number[] {
    const from = request * this.#lookupMax;
    return Array.from({ length: this.#lookupMax }, (_, i) => {
      const { index, position } = series.at(from + i);
      return index * numbersPerRequest + position;
    });
  }
}

type ClosingQuery = (parts: LookParts) => { operation: number; body: Uint8Array };

const closingQueries: readonly ClosingQuery[] = [
  accountHistory('get_account_transfers', 0, 0),
  accountHistory('get_account_transfers', 0, 4),
  // Every third place has the flag that keeps a history.
  accountHistory('get_account_balances', 1, 0),
  accountHistory('get_account_balances', 2, 0),
  accountHistory('get_account_balances', 3, 0),
  (parts) => latest('query_accounts', parts, 0),
  (parts) => latest('query_transfers', parts, 0),
  (parts) => latest('query_transfers', parts, 1),
  ({ limits }) => {
    const limit = resultMax(operations.get_change_events, limits);
    const body = encodeBatch('get_change_events', [{ limit }]);
    return { operation: operations.get_change_events, body };
  },
];

type AccountQuery = 'get_account_transfers' | 'get_account_balances';

/** All that a popular account of the first ledger went through. */
function accountHistory(name: AccountQuery, place: number, flags: number): ClosingQuery {
  return (parts) => wholeHistory(parts, name, parts.population.nth('plain', place, 0), flags);
}

/** The balances of every account of the first stage, the latest first. */
function allBalances({ accounts }: Population): ClosingQuery[] {
  return Array.from(
    { length: accounts },
    (_, account) => (parts) => wholeHistory(parts, 'get_account_balances', account, 4),
  );
}

function wholeHistory(
  { accountIds, limits }: LookParts,
  name: AccountQuery,
  account: number,
  flags: number,
): ReturnType<ClosingQuery> {
  const limit = resultMax(operations[name], limits);
  const filter = { account_id: accountIds.idOf(account), limit, flags: 3 | flags };
  return { operation: operations[name], body: encodeBatch(name, [filter]) };
}

/** The latest of a ledger. */
function latest(
  name: 'query_accounts' | 'query_transfers',
  { limits }: LookParts,
  ledger: number,
): { operation: number; body: Uint8Array } {
  const limit = resultMax(operations[name], limits);
  const body = encodeBatch(name, [{ ledger: ledgerNumber(ledger), limit, flags: 1 }]);
  return { operation: operations[name], body };
}
