import { assert } from '../harness/assert.ts';
import { encodeBody } from '../harness/ledger/multi-batch.ts';
import { eventMax } from '../harness/ledger/operation-sizes.ts';
import { operations } from '../harness/ledger/operations.ts';
import { Random } from '../harness/random.ts';
import type { Request, StageSize, Workload } from '../harness/workload.ts';
import { type AccountPlan, AccountPlans } from './account-plans.ts';
import type { Composition } from './composition.ts';
import { createRequest } from './create-requests.ts';
import { Ranks } from './distribution.ts';
import { accountStatuses } from './expected-accounts.ts';
import { type Known, transferStatuses } from './expected-transfers.ts';
import { Identifiers } from './identifiers.ts';
import { firstAccountTime } from './imported-events.ts';
import { LastLook } from './last-look.ts';
import { Load, numbersPerRequest } from './load.ts';
import { accountsToLookUp, transfersToLookUp } from './lookups.ts';
import { Population } from './population.ts';
import {
  accountQuery,
  changeEventsQuery,
  type QueryParts,
  query,
  type ReadDraw,
} from './query-requests.ts';
import { writeAccount, writeTransfer } from './records.ts';
import { type TransferPlan, TransferPlans } from './transfer-plans.ts';

/** Accounts in a request of the first stage. */
const accountsPerRequest = 64;

/**
 * A workload that is put together from parts, as its composition says. Its stages: accounts;
 * imported history, if there is any; the load; the last look. Requests of the load are numbered
 * behind those of history.
 */
export class Composed implements Workload {
  readonly population: Population;
  readonly ids: { readonly accounts: Identifiers; readonly transfers: Identifiers };
  readonly #composition: Composition;
  readonly #random: Random;
  readonly #reads: Random;
  readonly #load: Load;
  readonly #accounts: AccountPlans;
  readonly #transfers: TransferPlans;
  readonly #lastLook: LastLook;
  readonly #known: Known;
  readonly #queryParts: QueryParts;

  constructor(name: string, seed: string, composition: Composition) {
    const random = Random.fromSeed(seed).fork(name);
    const { history, limits } = composition;
    this.#composition = composition;
    this.#random = random;
    this.#reads = random.fork('reads');
    this.ids = {
      accounts: new Identifiers(composition.ids, random.fork('account ids')),
      transfers: new Identifiers(composition.ids, random.fork('transfer ids')),
    };
    const population = new Population(
      { ...composition, importedAt: history > 0 ? firstAccountTime : null },
      new Ranks(composition.popularity),
      random.fork('population'),
    );
    const load = new Load({
      requests: composition.requests,
      size: composition,
      chains: composition.chains,
      repeatableOneIn: composition.repeatableRequestOneIn,
      random: random.fork('load'),
    });
    const accounts = new AccountPlans({
      load,
      population,
      history,
      random: random.fork('accounts'),
    });
    const transfers = new TransferPlans({
      load,
      population,
      accounts,
      weights: composition.transfers,
      repeatableOneIn: composition.repeatableOneIn,
      timeoutMax: composition.timeoutMax,
      history,
      random: random.fork('transfers'),
    });
    const accountIds = this.ids.accounts;
    const balances = composition.balancesAtEnd;
    this.population = population;
    this.#load = load;
    this.#accounts = accounts;
    this.#transfers = transfers;
    this.#lastLook = new LastLook({ population, load, accountIds, limits, balances });
    this.#known = knownTo({ population, accounts, transfers });
    const { epoch } = composition;
    this.#queryParts = { load, population, accounts, transfers, accountIds, limits, epoch };
  }

  stages(requests: number): readonly StageSize[] {
    const { history } = this.#composition;
    const first = Math.ceil(this.population.accounts / this.#accountsPerRequest());
    const imported = Math.min(history, requests >>> 1);
    return [
      { name: 'accounts', requests: first, role: 'setup' },
      ...(history === 0 ? [] : [{ name: 'imported', requests: imported, role: 'load' } as const]),
      { name: 'load', requests: requests - imported, role: 'load' },
      { name: 'settle', requests: this.#lastLook.size(history + requests), role: 'settle' },
    ];
  }

  request(stage: string, index: number): Request {
    assert(Number.isSafeInteger(index) && index >= 0 && index < 2 ** 36, 'requests count from 0');
    const { history } = this.#composition;
    if (stage === 'accounts') return this.#firstAccounts(index);
    if (stage === 'load') return this.#loadRequest(history + index);
    if (stage === 'imported') {
      assert(index < history, 'imported history ends where the load begins');
      return this.#loadRequest(index);
    }
    assert(stage === 'settle', `there is no stage ${stage}`);
    const look = this.#lastLook.at(index);
    if (look.kind === 'query') return read(look.operation, look.body, 1);
    return this.#lookup(`lookup_${look.kind}`, look.numbers, [look.numbers.length]);
  }

  /** Imported ones must be made in order: by one request. */
  #accountsPerRequest(): number {
    const { history, limits, eventsMax } = this.#composition;
    if (history > 0) return eventMax(operations.create_accounts, limits);
    return Math.min(accountsPerRequest, eventsMax);
  }

  #firstAccounts(index: number): Request {
    const perRequest = this.#accountsPerRequest();
    const from = index * perRequest;
    const count = Math.min(perRequest, this.population.accounts - from);
    assert(count > 0, 'the first stage ends with the last account');
    const chain = this.#random.fork('first chains').at(index).between(1, count);
    return this.#createAccounts(
      Array.from({ length: count }, (_, i) => ({
        event: this.population.event(from + i),
        forms: [],
      })),
      // The first few of each request are linked.
      Array.from({ length: count }, (_, i) => i < chain - 1),
      [count],
    );
  }

  #loadRequest(index: number): Request {
    const { family, events } = this.#load.slot(index);
    const random = this.#reads.at(index);
    const draw = { parts: this.#queryParts, random, index };
    switch (family) {
      case 'create_transfers':
      case 'create_transfers_imported':
        return this.#createTransfers(index, events);
      case 'create_accounts':
        return this.#createMoreAccounts(index, events);
      case 'create_again': {
        const earlier = this.#load.earlierRepeatable(random, index);
        // Where there is nothing to repeat yet, it asks after accounts.
        return earlier < 0 ? this.#lookupAccounts(draw, events) : this.#loadRequest(earlier);
      }
      case 'lookup_accounts':
        return this.#lookupAccounts(draw, events);
      case 'lookup_transfers': {
        const numbers = transfersToLookUp(draw.parts, random, index, events);
        return this.#lookup(family, numbers, this.#load.layout(index).batches);
      }
      case 'get_account_transfers':
      case 'get_account_balances':
        return read(operations[family], accountQuery(draw, family, events), events);
      case 'query_accounts':
      case 'query_transfers':
        return read(operations[family], query(draw, family, events), events);
      default:
        return read(operations[family], changeEventsQuery(draw), events);
    }
  }

  #createTransfers(index: number, events: number): Request {
    const layout = this.#load.layout(index);
    const linked = Array.from({ length: events }, (_, i) => layout.at(i).linked);
    const first = index * numbersPerRequest;
    return createRequest<TransferPlan>({
      operation: operations.create_transfers,
      kind: 'transfer',
      plans: Array.from({ length: events }, (_, i) => this.#transfers.plan(first + i)),
      linked,
      batches: layout.batches,
      write: (view, offset, plan, isLinked) =>
        writeTransfer(view, offset, plan.event, isLinked, this.ids),
      statuses: (plan, imported) => transferStatuses(plan, imported, this.#known),
    });
  }

  #createMoreAccounts(index: number, events: number): Request {
    const layout = this.#load.layout(index);
    const first = index * numbersPerRequest;
    return this.#createAccounts(
      Array.from({ length: events }, (_, i) => this.#accounts.plan(first + i)),
      Array.from({ length: events }, (_, i) => layout.at(i).linked),
      layout.batches,
    );
  }

  #createAccounts(
    plans: readonly AccountPlan[],
    linked: readonly boolean[],
    batches: readonly number[],
  ): Request {
    return createRequest<AccountPlan>({
      operation: operations.create_accounts,
      kind: 'account',
      plans,
      linked,
      batches,
      write: (view, offset, plan, isLinked) =>
        writeAccount(view, offset, plan.event, isLinked, this.ids.accounts),
      statuses: accountStatuses,
    });
  }

  #lookupAccounts({ parts, random, index }: ReadDraw, events: number): Request {
    const numbers = accountsToLookUp(parts, random, index, events);
    return this.#lookup('lookup_accounts', numbers, this.#load.layout(index).batches);
  }

  /** @param batches the number of ids of each */
  #lookup(
    family: 'lookup_accounts' | 'lookup_transfers',
    numbers: readonly number[],
    batches: readonly number[],
  ): Request {
    const ids = family === 'lookup_accounts' ? this.ids.accounts : this.ids.transfers;
    const bytes = new Uint8Array(numbers.length * idSize);
    const view = new DataView(bytes.buffer);
    numbers.forEach((number, i) => ids.write(view, i * idSize, number));
    let end = 0;
    const parts = batches.map((count) => {
      end += count;
      return bytes.subarray((end - count) * idSize, end * idSize);
    });
    return read(operations[family], encodeBody(idSize, parts), numbers.length);
  }
}

const idSize = 16;

function knownTo(parts: {
  readonly population: Population;
  readonly accounts: AccountPlans;
  readonly transfers: TransferPlans;
}): Known {
  const { population, accounts, transfers } = parts;
  return {
    account: (number) => accounts.account(number),
    classOf: (number) =>
      number >= 0 && number < population.accounts ? population.classOf(number) : 'plain',
    transfer: (number) => transfers.known(number),
    forms: (number) => transfers.forms(number),
  };
}

/** What a read is answered with is for the model to say. */
function read(operation: number, body: Uint8Array, events: number): Request {
  return { operation, body, events, expected: () => null };
}
