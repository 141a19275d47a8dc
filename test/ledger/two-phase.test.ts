import { describe, expect, test } from 'vitest';
import { accountFlags, transferFlags } from '../../harness/ledger/layouts.ts';
import { amountMax, from1to2, openBook, second } from './book.ts';

const pending = { flags: transferFlags.pending };

describe('a chain that breaks', () => {
  test('leaves nothing behind: balances, pending states, closed accounts, queries, events', () => {
    const book = openBook();
    book.accounts({ id: 3n, flags: accountFlags.history });
    book.transfers(from1to2(10n, pending), from1to2(11n, pending), from1to2(12n));
    const before = book.ledger.digest();
    const linked = transferFlags.linked;
    const statuses = book.transfers(
      from1to2(20n, { flags: linked }),
      { id: 21n, pending_id: 10n, amount: 4n, flags: linked | 4 },
      { id: 22n, pending_id: 11n, flags: linked | 8 },
      from1to2(23n, { credit_account_id: 3n, flags: linked | 2 | 64, timeout: 1 }),
      from1to2(24n, { flags: 0 }),
    );
    expect(statuses).toEqual([
      ...Array(4).fill('linked_event_failed'),
      'debit_account_already_closed',
    ]);
    expect(book.balances(1n)).toEqual([20n, 10n, 0n, 0n]);
    expect(book.account(1n).flags).toBe(0);
    // Only the id that failed for what may change is remembered.
    expect(book.ledger.digest()).not.toBe(before);
    expect(book.transfers(from1to2(24n), from1to2(20n))).toEqual(['id_already_failed', 'created']);
    expect(book.ask('query_transfers', [{ limit: 100 }]).map((each) => each.id)).toEqual([
      10n,
      11n,
      12n,
      20n,
    ]);
    expect(book.ask('get_change_events', [{ limit: 100 }])).toHaveLength(4);
    book.now += 5n * second;
    expect(book.ledger.pulseNeeded(book.now)).toBe(false);
    expect(book.transfers({ id: 30n, pending_id: 10n, amount: 10n, flags: 4 })).toEqual([
      'created',
    ]);
  });

  test('of accounts leaves none', () => {
    const book = openBook();
    const before = book.ledger.digest();
    expect(book.accounts({ id: 3n, flags: 1 }, { id: 4n, flags: 1 }, { id: 3n })).toEqual([
      'linked_event_failed',
      'linked_event_failed',
      'exists_with_different_flags',
    ]);
    expect(book.ledger.digest()).toBe(before);
    expect(book.accounts({ id: 3n })).toEqual(['created']);
  });
});

describe('pending transfers', () => {
  test('expire at their time, not before, and a post at that very time is too late', () => {
    const book = openBook();
    book.transfers(from1to2(10n, { ...pending, timeout: 2 }), from1to2(11n, pending));
    const [first] = book.ask('lookup_transfers', [10n]);
    const due = (first?.timestamp ?? 0n) + 2n * second;
    expect(book.ledger.pulseNeeded(due - 1n)).toBe(false);
    expect(book.ledger.pulseNeeded(due)).toBe(true);
    const post = { pending_id: 10n, amount: amountMax, flags: 4 };
    book.now = due - 2n;
    expect(book.transfers({ id: 12n, ...post }, { id: 13n, pending_id: 9n, flags: 4 })[0]).toBe(
      'pending_transfer_expired',
    );
    expect(book.balances(1n)).toEqual([20n, 0n, 0n, 0n]);
    book.pulse();
    const expiredAt = book.now;
    expect(book.balances(1n)).toEqual([10n, 0n, 0n, 0n]);
    expect(book.balances(2n)).toEqual([0n, 0n, 10n, 0n]);
    expect(book.ledger.pulseNeeded(1n << 62n)).toBe(false);
    expect(book.transfers({ id: 14n, ...post })).toEqual(['pending_transfer_expired']);
    const events = book.ask('get_change_events', [{ limit: 100 }]);
    expect(events.map((event) => event.type)).toEqual([1, 1, 4]);
    expect(events[2]).toMatchObject({
      transfer_id: 10n,
      transfer_amount: 10n,
      transfer_timeout: 2,
      transfer_flags: 2,
      transfer_timestamp: first?.timestamp,
      debit_account_debits_pending: 10n,
      timestamp: expiredAt,
    });
  });

  test('posted at the last nanosecond do not expire', () => {
    const book = openBook();
    book.transfers(from1to2(10n, { ...pending, timeout: 2 }));
    const due = (book.ask('lookup_transfers', [10n])[0]?.timestamp ?? 0n) + 2n * second;
    book.now = due - 3n;
    expect(book.transfers({ id: 12n, pending_id: 10n, amount: 3n, flags: 4 })).toEqual(['created']);
    expect(book.ledger.pulseNeeded(due)).toBe(false);
    expect(book.balances(1n)).toEqual([0n, 3n, 0n, 0n]);
  });

  test('expire in order, a bounded number a pulse', () => {
    const book = openBook({ messageBodySizeMax: 1024 });
    for (let id = 1n; id <= 20n; id++) {
      book.transfers(from1to2(id, { ...pending, timeout: id % 2n === 0n ? 1 : 2 }));
    }
    book.now += 10n * second;
    const left: bigint[] = [];
    while (book.ledger.pulseNeeded(book.now)) {
      book.pulse();
      left.push(book.account(1n).debits_pending);
    }
    expect(left).toEqual([120n, 40n, 0n]);
    const events: { transfer_id: bigint; type: number; timestamp: bigint }[] = [];
    for (let from = 1n; ; from = (events.at(-1)?.timestamp ?? 0n) + 1n) {
      const more = book.ask('get_change_events', [{ timestamp_min: from, limit: 2 }]);
      events.push(...more);
      if (more.length === 0) break;
    }
    const expired = events.filter((event) => event.type === 4).map((event) => event.transfer_id);
    expect(expired).toEqual(
      [2n, 4n, 6n, 8n, 10n, 12n, 14n, 16n, 18n, 20n].concat([
        1n,
        3n,
        5n,
        7n,
        9n,
        11n,
        13n,
        15n,
        17n,
        19n,
      ]),
    );
    const times = events.map((event) => event.timestamp);
    expect(times).toEqual(times.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  test('that close an account open it again when they expire or are voided', () => {
    const book = openBook();
    const close = { flags: 2 | transferFlags.closing_debit | transferFlags.closing_credit };
    const closed = (): boolean[] =>
      [1n, 2n].map((id) => (book.account(id).flags & accountFlags.closed) !== 0);
    book.transfers(from1to2(9n, pending), from1to2(10n, { ...close, amount: 0n, timeout: 1 }));
    expect(closed()).toEqual([true, true]);
    expect(
      book.transfers(
        from1to2(11n),
        { id: 12n, pending_id: 9n, amount: 1n, flags: 4 },
        { id: 13n, pending_id: 9n, flags: 8 },
      ),
    ).toEqual(['debit_account_already_closed', 'debit_account_already_closed', 'created']);
    book.now += second;
    book.pulse();
    expect(closed()).toEqual([false, false]);
    book.transfers(from1to2(20n, close));
    book.transfers({ id: 21n, pending_id: 20n, flags: 8 });
    expect(closed()).toEqual([false, false]);
  });

  test('with a time-out can be posted by an imported one, where the real server aborts', () => {
    const book = openBook();
    book.transfers(from1to2(10n, { ...pending, timeout: 60 }));
    const timestamp = (book.ask('lookup_transfers', [10n])[0]?.timestamp ?? 0n) + 1n;
    book.now += second;
    const flags = transferFlags.post_pending_transfer | transferFlags.imported;
    const post = { id: 11n, pending_id: 10n, amount: 7n, flags, timestamp };
    expect(book.ask('create_transfers', [post])).toEqual([{ status: 4294967295, timestamp }]);
    expect(book.balances(1n)).toEqual([0n, 7n, 0n, 0n]);
    book.now += 100n * second;
    expect(book.ledger.pulseNeeded(book.now)).toBe(false);
  });
});

test('an imported transfer older than an expiry comes before it in the change events', () => {
  const book = openBook();
  book.transfers(from1to2(10n, { ...pending, timeout: 1 }));
  const created = (book.ask('lookup_transfers', [10n])[0] as { timestamp: bigint }).timestamp;
  book.now += 5n * second;
  book.pulse();
  book.transfers(from1to2(11n, { flags: transferFlags.imported, timestamp: created + 7n }));
  const events = book.ask('get_change_events', [{ limit: 9 }]);
  expect(events.map((event) => [event.transfer_id, event.type])).toEqual([
    [10n, 1],
    [11n, 0],
    [10n, 4],
  ]);
});

function digestAfter(amount: bigint): string {
  const book = openBook();
  book.accounts({ id: 3n });
  book.transfers(from1to2(10n, { ...pending, timeout: 1 }), from1to2(11n, { amount }));
  book.transfers(from1to2(12n, { debit_account_id: 77n }));
  book.now += 5n * second;
  book.pulse();
  return book.ledger.digest();
}

test('two runs of the same requests end in one digest, and any difference in another', () => {
  expect(digestAfter(5n)).toMatch(/^[0-9a-f]{32}$/);
  expect(digestAfter(5n)).toBe(digestAfter(5n));
  expect(digestAfter(5n)).not.toBe(digestAfter(6n));
});
