import type { JsonObject } from '../../harness/plan.ts';
import { Random } from '../../harness/random.ts';
import type { Request, StageSize, Workload } from '../../harness/workload.ts';
import { accountParameters, commonParts } from '../common-parameters.ts';
import { Composed } from '../composed.ts';
import { kindOf, whole } from '../composition.ts';
import { Ranks } from '../distribution.ts';
import { checkWithin, choice, integer, readParameters } from '../parameters.ts';
import { type PlainShape, plainTransfers } from '../plain-transfers.ts';

const parameters = {
  ...accountParameters,
  accounts: { ...accountParameters.accounts, default: 1000 },
  ledgers: { ...accountParameters.ledgers, default: 1 },
  popularity: { ...accountParameters.popularity, default: 'uniform' },
  ids: { ...accountParameters.ids, default: 'time-ordered' },
  batch: integer('Transfers in each request.', 64, 1, 8189),
  amountMean: integer('Amounts: 1, and about so much more in the mean.', 10_000, 0, 2 ** 32),
  userData: choice('The user data of transfers.', 'zero', ['zero', 'distinct']),
} as const;

const none = [0, 0] as const;
const onlyPlain = {
  vast: none,
  closable: none,
  closed: none,
  debitsLimited: none,
  creditsLimited: none,
};

/** The shape of a benchmark: nothing but transfers, all of them good, in batches of one size. */
export const transfers = kindOf(
  {
    name: 'transfers',
    purpose: 'Single-phase transfers in batches of one size, as benchmarks have them.',
    parameters,
  },
  (seed, values) => new Transfers(seed, values),
);

/** Accounts and the last look are those of a composition; the load is written by itself. */
class Transfers implements Workload {
  readonly #composed: Composed;
  readonly #random: Random;
  readonly #shape: PlainShape;

  /** @throws WorkloadError naming the parameter, where one is wrong */
  constructor(seed: string, given: JsonObject) {
    const values = readParameters(parameters, given);
    const { batch } = values;
    const sizes = { eventsMean: batch, eventsMax: batch, epoch: 0n };
    const parts = commonParts({ ...values, ...sizes }, 2);
    checkWithin('batch', batch, 1, parts.eventsMax);
    const composition = whole({
      ...parts,
      requests: { create_transfers: 1 },
      transfers: { single: 1 },
      shares: onlyPlain,
    });
    this.#composed = new Composed('transfers', seed, composition);
    this.#random = Random.fromSeed(seed).fork('transfers').fork('load');
    this.#shape = {
      batch,
      amountMean: values.amountMean,
      distinctUserData: values.userData === 'distinct',
      population: this.#composed.population,
      ranks: new Ranks(values.popularity),
      ids: this.#composed.ids,
    };
  }

  stages(requests: number): readonly StageSize[] {
    return this.#composed.stages(requests);
  }

  request(stage: string, index: number): Request {
    if (stage !== 'load') return this.#composed.request(stage, index);
    return plainTransfers(this.#shape, this.#random.at(index), index);
  }
}
