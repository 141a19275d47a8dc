import { expect, test } from 'vitest';
import { decodeReplyBatches, decodeRequest, readStatus } from '../../harness/ledger/bodies.ts';
import { transferFlags } from '../../harness/ledger/layouts.ts';
import { decodeTrailer } from '../../harness/ledger/multi-batch.ts';
import { operationName, operations } from '../../harness/ledger/operations.ts';
import {
  createAccountStatus,
  createTransferStatus,
  transientTransferStatuses,
} from '../../harness/ledger/statuses.ts';
import { defaultsOf, type Request } from '../../harness/workload.ts';
import { mixed } from '../../workloads/kinds/mixed.ts';
import { changeKinds, Tally, tallyChanges, tallyStatuses } from './status-tally.ts';
import { isCreate, LedgerRun, placedRequests, statusName } from './workload-run.ts';

/** Cannot be met here: they want a later century, an older release, or a ledger that is empty. */
const unreachable = new Set([
  'create_transfers overflows_timeout',
  'create_transfers amount_must_not_be_zero',
  'create_transfers imported_event_timestamp_must_postdate_debit_account',
  'create_transfers imported_event_timestamp_must_postdate_credit_account',
  'create_transfers imported_event_timeout_must_be_zero',
]);

const bodySizeMax = defaultsOf(mixed).bodySizeMax as number;

function tallyOf(seed: string): Tally {
  const tally = new Tally();
  const run = new LedgerRun(bodySizeMax);
  for (const { stage, request } of placedRequests(mixed, seed, defaultsOf(mixed), 2000)) {
    const reply = run.commit(request);
    if (stage === 'load') tally.add('load events', request.events);
    if (isCreate(request)) {
      tallyStatuses(tally, request, reply);
      if (request.operation === operations.create_transfers) tallyTransfers(tally, request, reply);
    } else if (stage === 'load') {
      tallyRows(tally, request, reply);
    }
  }
  tallyChanges(tally, run);
  return tally;
}

/** Chains by length (those that were created as a whole, too), magnitudes and time-outs. */
function tallyTransfers(tally: Tally, request: Request, reply: Uint8Array): void {
  const events = decodeRequest('create_transfers', request.body);
  let start = 0;
  let at = 0;
  for (const count of decodeTrailer(128, request.body) ?? []) {
    const end = at + count;
    for (; at < end; at++) {
      const { flags, amount, timeout } = events[at]!;
      tally.add(`bits ${amount.toString(2).length}`);
      if (timeout > 0) tally.add(timeout <= 30 ? 'soon due' : 'long due');
      if ((flags & transferFlags.linked) !== 0 && at < end - 1) continue;
      const created = readStatus(reply, at) === createTransferStatus.created;
      tally.add(`chain of ${at + 1 - start}`);
      if (created) tally.add(`chain of ${at + 1 - start} created`);
      start = at + 1;
    }
    start = at;
    if (count === 0) tally.add('empty batch');
  }
}

/** Answers of queries: none, one, hundreds, exactly the limit. */
function tallyRows(tally: Tally, { operation, body }: Request, reply: Uint8Array): void {
  const name = operationName(operation) as 'query_accounts';
  const isLookup = name.startsWith('lookup');
  const filters = isLookup ? [] : decodeRequest(name, body);
  for (const [i, { length }] of decodeReplyBatches(name, reply).entries()) {
    const size =
      length === 0 ? 'no' : length === 1 ? 'one' : length >= 100 ? 'hundreds of' : 'some';
    tally.add(`${name} ${size} rows`);
    if (length > 0 && length === filters[i]?.limit) tally.add(`${name} the limit`);
  }
}

const tallies = ['one', 'two', 'three', 'four'].map(tallyOf);

test('every run moves the ledger in every way', () => {
  for (const tally of tallies) {
    expect(tally.of('load events')).toBeGreaterThan(15_000);
    expect(tally.of('load events')).toBeLessThan(25_000);
    const transfers = [...tally.counts]
      .filter(([what]) => what.startsWith('create_transfers '))
      .reduce((sum, [, count]) => sum + count, 0);
    expect(tally.of('create_transfers created')).toBeGreaterThan(transfers / 2);
    for (const kind of changeKinds)
      expect(tally.of(`${kind} transfers`), kind).toBeGreaterThan(100);
    expect(tally.of('soon due')).toBeGreaterThan(100);
    expect(tally.of('long due')).toBeGreaterThan(100);
    for (const status of transientTransferStatuses) {
      const name = statusName({ operation: operations.create_transfers } as Request, status);
      expect(tally.of(name), name).toBeGreaterThan(0);
    }
  }
});

const sum = new Tally();
for (const { counts } of tallies) for (const [what, count] of counts) sum.add(what, count);

test.each([
  'get_account_transfers',
  'get_account_balances',
  'query_accounts',
  'query_transfers',
  'get_change_events',
])('%s answers nothing, one row, hundreds and exactly the limit', (name) => {
  for (const rows of ['no rows', 'one rows', 'some rows', 'hundreds of rows', 'the limit']) {
    expect(sum.of(`${name} ${rows}`), rows).toBeGreaterThan(5);
  }
});

test('a few runs reach every status, every chain and every magnitude', () => {
  const wanted = [
    ...Object.keys(createAccountStatus).map((status) => `create_accounts ${status}`),
    ...Object.keys(createTransferStatus).map((status) => `create_transfers ${status}`),
  ].filter((status) => !unreachable.has(status));
  expect(sum.lacks(wanted)).toEqual([]);
  const lengths = Array.from({ length: 40 }, (_, i) => i + 1);
  expect(lengths.filter((length) => sum.of(`chain of ${length}`) === 0)).toEqual([]);
  expect(lengths.filter((length) => sum.of(`chain of ${length} created`) === 0)).toEqual([]);
  const bits = Array.from({ length: 128 }, (_, i) => i + 1);
  expect(bits.filter((length) => sum.of(`bits ${length}`) === 0)).toEqual([]);
  expect(sum.of('empty batch')).toBeGreaterThan(0);
});
