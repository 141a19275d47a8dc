import { eventMax, type SizeLimits } from '../harness/ledger/operation-sizes.ts';
import { operations } from '../harness/ledger/operations.ts';
import type { JsonObject } from '../harness/plan.ts';
import { type Popularity, popularities } from './distribution.ts';
import { type IdentifierOrder, identifierOrders } from './identifiers.ts';
import { type Family, requestWeights } from './mixed-load.ts';
import { Parameters } from './parameters.ts';
import { accountsPerLedgerMin } from './population.ts';
import { type Role, transferWeights } from './transfer-roles.ts';

export interface MixedParameters {
  readonly accounts: number;
  readonly ledgers: number;
  readonly popularity: Popularity;
  readonly ids: IdentifierOrder;
  readonly eventsMean: number;
  readonly eventsMax: number;
  readonly timeoutMax: number;
  readonly limits: SizeLimits;
  readonly epoch: bigint;
  readonly requests: Readonly<Record<Family, number>>;
  readonly transfers: Readonly<Record<Role, number>>;
}

export const mixedDefaults = {
  /** How many accounts the first stage makes, and in how many ledgers. */
  accounts: 320,
  ledgers: 3,
  /** Which accounts transfers meet: all alike, or the first ones most. */
  popularity: 'zipf',
  /** How ids lie in their 128 bits. */
  ids: 'scattered',
  /** Transfers in a request: about the mean, and at most. */
  eventsMean: 13,
  eventsMax: 200,
  /** Seconds: time-outs that fall due within the run are at most this long. */
  timeoutMax: 30,
  /** Bytes of a message's body: both a request's and its reply's. */
  bodySizeMax: 130_816,
  /** When the run begins, in nanoseconds since 1970, so that queries ask for times; 0: unknown. */
  epoch: '0',
  /** Shares of the kinds of requests. */
  requests: requestWeights,
  /** Shares of what transfers are for. */
  transfers: transferWeights,
} as const satisfies JsonObject;

/** @throws WorkloadError naming the parameter, where one is wrong */
export function readMixedParameters(values: JsonObject): MixedParameters {
  const read = new Parameters(values, mixedDefaults);
  const ledgers = read.integer('ledgers', 1, 1000);
  const bodySizeMax = read.integer('bodySizeMax', 1024, 1024 * 1024);
  const limits = { messageBodySizeMax: bodySizeMax, batchSizeLimit: bodySizeMax };
  const fitting = Math.min(
    eventMax(operations.create_transfers, limits),
    eventMax(operations.lookup_transfers, limits),
  );
  const eventsMax = read.integer('eventsMax', 1, 8192);
  return {
    accounts: read.integer('accounts', ledgers * accountsPerLedgerMin, 1_000_000),
    ledgers,
    popularity: read.choice('popularity', popularities),
    ids: read.choice('ids', identifierOrders),
    eventsMean: read.integer('eventsMean', 1, eventsMax),
    eventsMax: Math.min(eventsMax, fitting),
    timeoutMax: read.integer('timeoutMax', 1, 7200),
    limits,
    epoch: read.digits('epoch'),
    requests: read.weights('requests', requestWeights),
    transfers: read.weights('transfers', transferWeights),
  };
}
