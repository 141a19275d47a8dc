import * as fc from 'fast-check';
import type { RequestName } from '../../harness/ledger/bodies.ts';
import type { Request } from './commands.ts';
import {
  accountId,
  accountIds,
  badTimestamp,
  inBatches,
  moment,
  mostly,
  transferIds,
  userData,
  userData64,
} from './random-values.ts';

const limit = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(8189, 10_000, 2 ** 32 - 1) },
  { weight: 6, arbitrary: fc.constantFrom(1, 2, 3, 5) },
  { weight: 1, arbitrary: fc.constant(0) },
);

/** Requests of several batches must have room for the replies to all of them. */
const smallLimit = fc.constantFrom(100, 1, 2, 3, 0);

const bound = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0n) },
  { weight: 4, arbitrary: moment },
  { weight: 1, arbitrary: badTimestamp },
);

const range = { timestamp_min: bound, timestamp_max: bound };
const seldomTwo = mostly(fc.constant(0), fc.constantFrom(1, 2), 3);

const alike = {
  user_data_128: userData64,
  user_data_64: userData64,
  user_data_32: userData,
  code: seldomTwo,
  ...range,
};

function accountFilter(limit: fc.Arbitrary<number>) {
  const flags = mostly(fc.constantFrom(3, 7, 1, 2, 5, 6), fc.constantFrom(0, 4, 8, 11), 6);
  return fc.record({ account_id: accountId, ...alike, limit, flags });
}

function queryFilter(limit: fc.Arbitrary<number>) {
  const flags = mostly(fc.constantFrom(0, 1), fc.constantFrom(2, 3), 6);
  return fc.record({ ...alike, ledger: seldomTwo, limit, flags });
}

/** One filter in a request, or one in each of its batches. */
function filtered(
  names: readonly RequestName[],
  filter: (limit: fc.Arbitrary<number>) => fc.Arbitrary<object>,
): fc.Arbitrary<Request> {
  const batches = mostly(
    filter(limit).map((only) => [[only]]),
    fc.array(
      filter(smallLimit).map((only) => [only]),
      { minLength: 2, maxLength: 3 },
    ),
    4,
  );
  return fc.record({ op: fc.constantFrom(...names), batches }) as fc.Arbitrary<Request>;
}

function lookups(op: RequestName, ids: readonly bigint[]): fc.Arbitrary<Request> {
  const id = fc.constantFrom(...ids, 0n, 99n, 2n ** 128n - 1n).map((each) => ({ id: each }));
  const batches = inBatches(fc.array(id, { minLength: 1, maxLength: 5 }));
  return fc.record({ op: fc.constant(op), batches });
}

const changeEvents = fc
  .record({ ...range, limit })
  .map((filter) => ({ op: 'get_change_events' as const, batches: [[filter]] }));

/** Every operation that reads. */
export const randomFilters: fc.Arbitrary<Request> = fc.oneof(
  {
    weight: 2,
    arbitrary: filtered(['get_account_transfers', 'get_account_balances'], accountFilter),
  },
  { weight: 2, arbitrary: filtered(['query_accounts', 'query_transfers'], queryFilter) },
  { weight: 1, arbitrary: changeEvents },
  { weight: 1, arbitrary: lookups('lookup_accounts', accountIds) },
  { weight: 1, arbitrary: lookups('lookup_transfers', transferIds) },
);
