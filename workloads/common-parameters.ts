import { eventMax, type SizeLimits } from '../harness/ledger/operation-sizes.ts';
import { operations } from '../harness/ledger/operations.ts';
import { popularities } from './distribution.ts';
import { identifierOrders } from './identifiers.ts';
import { checkWithin, choice, digits, integer, type Values } from './parameters.ts';
import { accountsPerLedgerMin } from './population.ts';

/** What every workload lets one choose of its accounts, and what it has to know of the cluster. */
export const accountParameters = {
  accounts: integer('Accounts that the first stage makes.', 320, 1, 1_000_000),
  ledgers: integer('Ledgers that they lie in.', 3, 1, 1000),
  popularity: choice('Which accounts are met most.', 'zipf', popularities),
  ids: choice('How ids lie in their 128 bits.', 'scattered', identifierOrders),
  bodySizeMax: integer(
    "Bytes of a message's body: both a request's and its reply's.",
    130_816,
    1024,
    1024 * 1024,
  ),
} as const;

/** And those that are composed of parts, of the events of their requests. */
export const commonParameters = {
  ...accountParameters,
  eventsMean: integer('Transfers in a request: about so many in the mean.', 13, 1, 8192),
  eventsMax: integer('Transfers in the largest request, where they fit.', 200, 1, 8192),
  epoch: digits(
    'When the run begins, in ns since 1970, so that queries ask for times; 0: unknown.',
    '0',
  ),
} as const;

export const timeoutMax = integer(
  'Seconds: time-outs that fall due within the run are at most this long.',
  30,
  1,
  7200,
);

type Common = Values<typeof commonParameters>;

/** What of a composition follows from the common parameters. */
export interface CommonParts
  extends Pick<
    Common,
    'accounts' | 'ledgers' | 'popularity' | 'ids' | 'eventsMean' | 'eventsMax' | 'epoch'
  > {
  readonly limits: SizeLimits;
}

/**
 * @param perLedgerMin accounts that a ledger needs
 * @throws WorkloadError where one parameter asks for more than another lets it have
 */
export function commonParts(
  values: Common,
  perLedgerMin: number = accountsPerLedgerMin,
): CommonParts {
  const { accounts, ledgers, popularity, ids, eventsMean, eventsMax, epoch, bodySizeMax } = values;
  checkWithin('accounts', accounts, ledgers * perLedgerMin, 1_000_000);
  checkWithin('eventsMean', eventsMean, 1, eventsMax);
  const limits = limitsOf(bodySizeMax);
  const fitting = Math.min(
    eventMax(operations.create_transfers, limits),
    eventMax(operations.lookup_transfers, limits),
  );
  return {
    accounts,
    ledgers,
    popularity,
    ids,
    eventsMean,
    eventsMax: Math.min(eventsMax, fitting),
    epoch,
    limits,
  };
}

/**
 * Of a composition whose accounts are imported: one request makes all of them, because one of two
 * could overtake the other, and then it would be too late.
 * @throws WorkloadError where one parameter asks for more than another lets it have
 */
export function importedParts(values: Common): CommonParts {
  const parts = commonParts(values);
  const { accounts, ledgers, limits } = parts;
  const fitting = eventMax(operations.create_accounts, limits);
  checkWithin('accounts', accounts, ledgers * accountsPerLedgerMin, fitting);
  return parts;
}

function limitsOf(bodySizeMax: number): SizeLimits {
  return { messageBodySizeMax: bodySizeMax, batchSizeLimit: bodySizeMax };
}
