import { describe, expect, test } from 'vitest';
import { decodeReplyBatches, encodeBatch, encodeBatches } from '../../harness/ledger/bodies.ts';
import { accountFlags } from '../../harness/ledger/layouts.ts';
import { operations } from '../../harness/ledger/operations.ts';
import type { AccountFilter, QueryFilter, Transfer } from '../../harness/ledger/records.ts';
import { Random } from '../../harness/random.ts';
import { amountMax, Book, from1to2, openBook } from './book.ts';

const limitAll = 8189;

/** Few values and many: lists of one entry, of some, and over several chunks. */
function randomTransfer(random: Random, id: bigint): Partial<Transfer> {
  const debit = random.between(0, 19);
  const credit = (debit + random.between(1, 19)) % 20;
  return {
    id,
    debit_account_id: BigInt(debit + 1),
    credit_account_id: BigInt(credit + 1),
    amount: BigInt(random.between(0, 9)),
    user_data_128: (BigInt(random.between(0, 3)) << 90n) | BigInt(random.between(0, 2)),
    user_data_64: (BigInt(random.between(0, 1)) << 60n) | BigInt(random.between(0, 300)),
    user_data_32: random.between(0, 1) === 0 ? 0 : random.between(1, 100_000),
    ledger: 1,
    code: random.between(1, 3),
  };
}

function openLargeBook(random: Random): { book: Book; all: Transfer[] } {
  const book = new Book();
  book.accounts(...Array.from({ length: 20 }, (_, i) => ({ id: BigInt(i + 1), flags: 8 })));
  for (let batch = 0; batch < 5; batch++) {
    book.transfers(
      ...Array.from({ length: 2000 }, (_, i) =>
        randomTransfer(random, BigInt(batch * 2000 + i + 1)),
      ),
    );
  }
  const all: Transfer[] = [];
  for (let from = 1n; ; from = (all.at(-1)?.timestamp ?? 0n) + 1n) {
    const more = book.ask('query_transfers', [{ timestamp_min: from, limit: limitAll }]);
    if (more.length === 0) return { book, all };
    all.push(...more);
  }
}

function randomFilter(random: Random, all: readonly Transfer[]): QueryFilter {
  const pick = (): Transfer => all[random.between(0, all.length - 1)] as Transfer;
  const maybe = <T>(value: T, none: T): T => (random.between(0, 2) === 0 ? value : none);
  const times = [maybe(pick().timestamp, 0n), maybe(pick().timestamp, 0n)];
  return {
    user_data_128: maybe(pick().user_data_128, 0n),
    user_data_64: maybe(pick().user_data_64, 0n),
    user_data_32: random.between(0, 5) === 0 ? pick().user_data_32 : 0,
    ledger: maybe(1, 0),
    code: maybe(pick().code, 0),
    timestamp_min: times[0] as bigint,
    timestamp_max: times[1] as bigint,
    limit: maybe(random.between(1, 50), limitAll),
    flags: random.between(0, 1),
  };
}

function select(all: readonly Transfer[], filter: QueryFilter, reversed: boolean): Transfer[] {
  const { timestamp_min, timestamp_max } = filter;
  if (timestamp_max !== 0n && timestamp_min > timestamp_max) return [];
  const found = all.filter(
    (each) =>
      (filter.user_data_128 === 0n || each.user_data_128 === filter.user_data_128) &&
      (filter.user_data_64 === 0n || each.user_data_64 === filter.user_data_64) &&
      (filter.user_data_32 === 0 || each.user_data_32 === filter.user_data_32) &&
      (filter.code === 0 || each.code === filter.code) &&
      each.timestamp >= timestamp_min &&
      (timestamp_max === 0n || each.timestamp <= timestamp_max),
  );
  return (reversed ? found.toReversed() : found).slice(0, filter.limit);
}

function ids(transfers: readonly Transfer[]): bigint[] {
  return transfers.map((each) => each.id);
}

describe('queries over ten thousand transfers agree with filtering all of them', () => {
  const random = Random.fromSeed('queries');
  const { book, all } = openLargeBook(random);

  test('query_transfers', () => {
    expect(all).toHaveLength(10_000);
    for (let round = 0; round < 300; round++) {
      const filter = randomFilter(random, all);
      const expected = select(all, filter, filter.flags === 1);
      expect(ids(book.ask('query_transfers', [filter]))).toEqual(ids(expected));
    }
  });

  test('get_account_transfers and get_account_balances', () => {
    for (let round = 0; round < 300; round++) {
      const { ledger: _, ...filter } = randomFilter(random, all);
      const account_id = BigInt(random.between(1, 20));
      const sides = random.between(1, 3);
      const flags = sides | (filter.flags << 2);
      const accountFilter: AccountFilter = { ...filter, account_id, flags };
      const ofAccount = all.filter(
        (each) =>
          (sides & 1 && each.debit_account_id === account_id) ||
          (sides & 2 && each.credit_account_id === account_id),
      );
      const expected = select(ofAccount, { ...filter, ledger: 0 }, (flags & 4) !== 0);
      expect(ids(book.ask('get_account_transfers', [accountFilter]))).toEqual(ids(expected));
      const balances = book.ask('get_account_balances', [accountFilter]);
      expect(balances.map((each) => each.timestamp)).toEqual(
        expected.map((each) => each.timestamp),
      );
    }
  });

  test('the last balance is the account as it is', () => {
    const filter = { account_id: 7n, limit: 1, flags: 7 };
    const [balance] = book.ask('get_account_balances', [filter]);
    const { debits_posted, credits_posted } = book.account(7n);
    expect(balance).toMatchObject({ debits_posted, credits_posted });
  });
});

describe('an invalid filter is answered with nothing', () => {
  const book = openBook();
  book.accounts({ id: 3n, flags: accountFlags.history });
  book.transfers(from1to2(1n), from1to2(2n, { credit_account_id: 3n }));
  const account: Partial<AccountFilter> = { account_id: 1n, limit: 10, flags: 3 };

  test.each<Partial<AccountFilter>>([
    { account_id: 0n },
    { account_id: amountMax },
    { account_id: 99n },
    { limit: 0 },
    { flags: 0 },
    { flags: 4 },
    { flags: 8 | 3 },
    { timestamp_min: 1n << 63n },
    { timestamp_max: 1n << 63n },
    { timestamp_min: 2n, timestamp_max: 1n },
  ])('of an account: %o', (wrong) => {
    expect(book.ask('get_account_transfers', [account])).toHaveLength(2);
    expect(book.ask('get_account_transfers', [{ ...account, ...wrong }])).toEqual([]);
  });

  test.each<Partial<QueryFilter>>([
    { limit: 0 },
    { flags: 2 },
    { timestamp_min: (1n << 64n) - 1n },
    { timestamp_min: 2n, timestamp_max: 1n },
  ])('of a query: %o', (wrong) => {
    expect(book.ask('query_transfers', [{ limit: 10 }])).toHaveLength(2);
    expect(book.ask('query_transfers', [{ limit: 10, ...wrong }])).toEqual([]);
    expect(book.ask('query_accounts', [{ limit: 10, ...wrong }])).toEqual([]);
  });

  test('with a reserved byte set', () => {
    for (const [name, offset] of [
      ['query_transfers', 34],
      ['query_transfers', 39],
      ['get_account_transfers', 46],
      ['get_account_transfers', 103],
    ] as const) {
      const body = encodeBatch(name, [name === 'query_transfers' ? { limit: 10 } : account]);
      body[offset] = 1;
      expect(decodeReplyBatches(name, book.commit(operations[name], body))).toEqual([[]]);
    }
    const body = encodeBatch('get_change_events', [{ limit: 10 }]);
    body[63] = 1;
    expect(book.commit(operations.get_change_events, body)).toHaveLength(0);
  });

  test('and balances of an account without history, too', () => {
    expect(book.ask('get_account_balances', [account])).toEqual([]);
    expect(book.ask('get_account_balances', [{ ...account, account_id: 3n }])).toHaveLength(1);
  });
});

function transfers(count: number): Uint8Array {
  return encodeBatch(
    'create_transfers',
    Array.from({ length: count }, () => ({})),
  );
}

function lookups(count: number): Uint8Array {
  return encodeBatch('lookup_accounts', Array<bigint>(count).fill(1n));
}

function limits(...values: number[]): Uint8Array {
  return encodeBatches(
    'query_transfers',
    values.map((limit) => [{ limit }]),
  );
}

describe('bodies', () => {
  test('with several batches: each has its own timestamps, chains and imported mode', () => {
    const book = openBook();
    const body = encodeBatches('create_transfers', [
      [from1to2(1n, { flags: 1 })],
      [],
      [from1to2(2n, { flags: 1 }), from1to2(3n)],
      [from1to2(4n, { flags: 256, timestamp: 3n })],
      [from1to2(5n)],
    ]);
    expect(book.ledger.timestamps(operations.create_transfers, body)).toBe(5);
    const reply = book.commit(operations.create_transfers, body);
    const end = book.now;
    expect(decodeReplyBatches('create_transfers', reply)).toEqual([
      [{ status: 2, timestamp: end - 4n }],
      [],
      [
        { status: 4294967295, timestamp: end - 3n },
        { status: 4294967295, timestamp: end - 2n },
      ],
      [{ status: 60, timestamp: end - 1n }],
      [{ status: 4294967295, timestamp: end }],
    ]);
    const lookup = encodeBatches('lookup_transfers', [[5n, 1n, 5n], [], [9n], [2n]]);
    const found = book.commit(operations.lookup_transfers, lookup);
    expect(
      decodeReplyBatches('lookup_transfers', found).map((batch) => batch.map((each) => each.id)),
    ).toEqual([[5n, 5n], [], [], [2n]]);
  });

  test('that are empty are answered with the trailer alone', () => {
    const book = openBook();
    const create = encodeBatch('create_transfers', []);
    expect(book.commit(operations.create_transfers, create)).toHaveLength(16);
    const query = encodeBatch('query_transfers', [{ limit: 5 }]);
    expect(book.commit(operations.query_transfers, query)).toHaveLength(128);
    const events = encodeBatch('get_change_events', [{ limit: 5 }]);
    expect(book.commit(operations.get_change_events, events)).toHaveLength(0);
  });

  test('need not begin at a multiple of four bytes', () => {
    const book = openBook();
    const body = encodeBatch('create_transfers', [from1to2(1n)]);
    const shifted = new Uint8Array(body.length + 1);
    shifted.set(body, 1);
    book.commit(operations.create_transfers, shifted.subarray(1));
    expect(book.balances(1n)).toEqual([0n, 10n, 0n, 0n]);
  });

  test('are valid only if they and their replies fit', () => {
    const { ledger } = new Book();
    const { create_transfers, query_transfers, lookup_accounts, get_change_events } = operations;
    expect(ledger.valid(create_transfers, transfers(0))).toBe(true);
    expect(ledger.valid(create_transfers, transfers(8189))).toBe(true);
    expect(ledger.valid(create_transfers, transfers(8190))).toBe(false);
    expect(ledger.valid(create_transfers, new Uint8Array(0))).toBe(false);
    expect(ledger.valid(lookup_accounts, lookups(8189))).toBe(true);
    expect(ledger.valid(lookup_accounts, lookups(8190))).toBe(false);
    expect(ledger.valid(query_transfers, limits(9999))).toBe(true);
    expect(ledger.valid(query_transfers, limits(8188, 1))).toBe(true);
    expect(ledger.valid(query_transfers, limits(8189, 1))).toBe(false);
    expect(ledger.valid(query_transfers, encodeBatches('query_transfers', [[]]))).toBe(false);
    expect(ledger.valid(get_change_events, new Uint8Array(64))).toBe(true);
    expect(ledger.valid(get_change_events, new Uint8Array(128))).toBe(false);
    expect(ledger.valid(operations.pulse, new Uint8Array(0))).toBe(true);
    expect(ledger.valid(operations.pulse, new Uint8Array(16))).toBe(false);
    expect(ledger.valid(operations.noop, new Uint8Array(0))).toBe(false);
    expect(ledger.valid(138, transfers(1))).toBe(false);
    expect(ledger.timestamps(operations.pulse, new Uint8Array(0))).toBe(8190);
    expect(ledger.timestamps(lookup_accounts, lookups(3))).toBe(0);
  });
});
