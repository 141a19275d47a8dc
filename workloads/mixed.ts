import { assert } from '../harness/assert.ts';
import { encodeBody } from '../harness/ledger/multi-batch.ts';
import { operations } from '../harness/ledger/operations.ts';
import type { JsonObject } from '../harness/plan.ts';
import { Random } from '../harness/random.ts';
import type { Request, StageSize, Workload, WorkloadKind } from '../harness/workload.ts';
import { type AccountPlan, AccountPlans } from './account-plans.ts';
import { Blocks } from './blocks.ts';
import { createRequest } from './create-requests.ts';
import { Ranks } from './distribution.ts';
import { accountStatuses } from './expected-accounts.ts';
import { type Known, transferStatuses } from './expected-transfers.ts';
import { Identifiers } from './identifiers.ts';
import { LastLook } from './last-look.ts';
import { accountsToLookUp, transfersToLookUp } from './lookups.ts';
import { MixedLoad, numbersPerRequest, slotsOf } from './mixed-load.ts';
import { type MixedParameters, mixedDefaults, readMixedParameters } from './mixed-parameters.ts';
import { Population } from './population.ts';
import { accountQuery, changeEventsQuery, type QueryParts, query } from './queries.ts';
import { writeAccount, writeTransfer } from './records.ts';
import { type TransferPlan, TransferPlans } from './transfer-plans.ts';

/** All operations at once, in the shares that the parameters give. */
export const mixed: WorkloadKind = {
  name: 'mixed',
  about: 'All at once: transfers of every kind, chains, mistakes, repeats, look-ups and queries.',
  defaults: mixedDefaults,
  stages: (parameters, requests) => new Mixed('', readMixedParameters(parameters)).stages(requests),
  open: (seed: string, parameters: JsonObject) => new Mixed(seed, readMixedParameters(parameters)),
};

/** Accounts in a request of the first stage. */
const accountsPerRequest = 64;

class Mixed implements Workload {
  readonly #parameters: MixedParameters;
  readonly #random: Random;
  readonly #population: Population;
  readonly #load: MixedLoad;
  readonly #accounts: AccountPlans;
  readonly #transfers: TransferPlans;
  readonly #ids: { readonly accounts: Identifiers; readonly transfers: Identifiers };
  readonly #lastLook: LastLook;
  readonly #known: Known;
  readonly #queryParts: QueryParts;

  constructor(seed: string, parameters: MixedParameters) {
    const random = Random.fromSeed(seed).fork('mixed');
    const { ids, timeoutMax, transfers: weights, limits } = parameters;
    this.#parameters = parameters;
    this.#random = random;
    this.#ids = {
      accounts: new Identifiers(ids, random.fork('account ids')),
      transfers: new Identifiers(ids, random.fork('transfer ids')),
    };
    const ranks = new Ranks(parameters.popularity);
    const population = new Population(parameters, ranks, random.fork('population'));
    const blocks = new Blocks(slotsOf(parameters.requests, parameters), random.fork('blocks'));
    const load = new MixedLoad(blocks, random.fork('layouts'));
    const accounts = new AccountPlans({ load, population, random: random.fork('accounts') });
    this.#population = population;
    this.#load = load;
    this.#accounts = accounts;
    this.#transfers = new TransferPlans({
      load,
      population,
      accounts,
      weights,
      timeoutMax,
      random: random.fork('transfers'),
    });
    this.#lastLook = new LastLook({
      population,
      load,
      accountIds: this.#ids.accounts,
      limits,
    });
    this.#known = {
      account: (number) => accounts.account(number),
      classOf: (number) =>
        number >= 0 && number < population.accounts ? population.classOf(number) : 'plain',
      transfer: (number) => this.#transfers.known(number),
      forms: (number) => this.#transfers.forms(number),
    };
    this.#queryParts = {
      load,
      population,
      accounts,
      transfers: this.#transfers,
      accountIds: this.#ids.accounts,
      limits,
      epoch: parameters.epoch,
    };
  }

  stages(requests: number): readonly StageSize[] {
    const first = Math.ceil(this.#population.accounts / this.#accountsPerRequest());
    return [
      { name: 'accounts', requests: first, role: 'setup' },
      { name: 'load', requests, role: 'load' },
      { name: 'settle', requests: this.#lastLook.size(requests), role: 'settle' },
    ];
  }

  request(stage: string, index: number): Request {
    assert(Number.isSafeInteger(index) && index >= 0 && index < 2 ** 37, 'requests count from 0');
    if (stage === 'accounts') return this.#firstAccounts(index);
    if (stage === 'load') return this.#loadRequest(index);
    assert(stage === 'settle', `mixed has no stage ${stage}`);
    const look = this.#lastLook.at(index);
    if (look.kind === 'query') return read(look.operation, look.body, 1);
    return this.#lookup(`lookup_${look.kind}`, look.numbers, [look.numbers.length]);
  }

  #accountsPerRequest(): number {
    return Math.min(accountsPerRequest, this.#parameters.eventsMax);
  }

  #firstAccounts(index: number): Request {
    const perRequest = this.#accountsPerRequest();
    const from = index * perRequest;
    const count = Math.min(perRequest, this.#population.accounts - from);
    assert(count > 0, 'the first stage ends with the last account');
    const chain = this.#random.fork('first chains').at(index).between(1, count);
    return this.#createAccounts(
      Array.from({ length: count }, (_, i) => ({
        event: this.#population.event(from + i),
        forms: [],
      })),
      // The first few of each request are linked.
      Array.from({ length: count }, (_, i) => i < chain - 1),
      [count],
    );
  }

  #loadRequest(index: number): Request {
    const { family, events } = this.#load.slot(index);
    const random = this.#random.fork('reads').at(index);
    const draw = { parts: this.#queryParts, random, index };
    const { batches } = this.#load.layout(index);
    switch (family) {
      case 'create_transfers':
      case 'create_transfers_imported':
        return this.#createTransfers(index, events);
      case 'create_accounts':
        return this.#createMoreAccounts(index, events);
      case 'lookup_accounts': {
        const numbers = accountsToLookUp(draw.parts, random, index, events);
        return this.#lookup(family, numbers, batches);
      }
      case 'lookup_transfers': {
        const numbers = transfersToLookUp(draw.parts, random, index, events);
        return this.#lookup(family, numbers, batches);
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
        writeTransfer(view, offset, plan.event, isLinked, this.#ids),
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
        writeAccount(view, offset, plan.event, isLinked, this.#ids.accounts),
      statuses: accountStatuses,
    });
  }

  /** @param batches the number of ids of each */
  #lookup(
    family: 'lookup_accounts' | 'lookup_transfers',
    numbers: readonly number[],
    batches: readonly number[],
  ): Request {
    const ids = family === 'lookup_accounts' ? this.#ids.accounts : this.#ids.transfers;
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

/** What a read is answered with is for the model to say. */
function read(operation: number, body: Uint8Array, events: number): Request {
  return { operation, body, events, expected: () => null };
}
