import { describe, expect, test } from 'vitest';
import { accountFlags, transferFlags } from '../../harness/ledger/layouts.ts';
import type { Account, Transfer } from '../../harness/ledger/records.ts';
import { amountMax, Book, from1to2, openBook, second } from './book.ts';

const idMax = amountMax;

/** Each step puts one thing right; what it leaves wrong is answered with the status beside it. */
type Steps<Event> = readonly (readonly [string, Partial<Event>])[];

function climb<Event>(
  wrong: Partial<Event>,
  steps: Steps<Event>,
  send: (event: Partial<Event>) => string | undefined,
): void {
  let event = wrong;
  for (const [status, right] of steps) {
    expect(send(event)).toBe(status);
    event = { ...event, ...right };
  }
  expect(send(event)).toBe('created');
}

describe('of several statuses the first in precedence is given', () => {
  test('for accounts', () => {
    const wrong: Partial<Account> = {
      id: 0n,
      debits_pending: 1n,
      debits_posted: 1n,
      credits_pending: 1n,
      credits_posted: 1n,
      reserved: 1,
      ledger: 0,
      code: 0,
      flags: 64 | 2 | 4,
      timestamp: 1n,
    };
    const book = new Book();
    climb<Account>(
      wrong,
      [
        ['timestamp_must_be_zero', { timestamp: 0n }],
        ['reserved_field', { reserved: 0 }],
        ['reserved_flag', { flags: 2 | 4 }],
        ['id_must_not_be_zero', { id: idMax }],
        ['id_must_not_be_int_max', { id: 9n }],
        ['flags_are_mutually_exclusive', { flags: 0 }],
        ['debits_pending_must_be_zero', { debits_pending: 0n }],
        ['debits_posted_must_be_zero', { debits_posted: 0n }],
        ['credits_pending_must_be_zero', { credits_pending: 0n }],
        ['credits_posted_must_be_zero', { credits_posted: 0n }],
        ['ledger_must_not_be_zero', { ledger: 1 }],
        ['code_must_not_be_zero', { code: 1 }],
      ],
      (event) => book.accounts(event)[0],
    );
  });

  test('for accounts that exist', () => {
    const book = new Book();
    book.accounts({ id: 9n, user_data_128: 1n, user_data_64: 1n, user_data_32: 1 });
    let event: Partial<Account> = { id: 9n, flags: 8, ledger: 2, code: 2, debits_posted: 1n };
    const steps: Steps<Account> = [
      ['exists_with_different_flags', { flags: 0 }],
      ['exists_with_different_user_data_128', { user_data_128: 1n }],
      ['exists_with_different_user_data_64', { user_data_64: 1n }],
      ['exists_with_different_user_data_32', { user_data_32: 1 }],
      ['exists_with_different_ledger', { ledger: 1 }],
      ['exists_with_different_code', { code: 1 }],
      ['exists', {}],
    ];
    for (const [status, right] of steps) {
      expect(book.accounts(event)).toEqual([status]);
      event = { ...event, ...right };
    }
  });

  test('for transfers', () => {
    const book = openBook();
    book.accounts({ id: 3n, ledger: 2 });
    // Statuses that burn an id ask for another one at the next step.
    climb<Transfer>(
      {
        id: 0n,
        debit_account_id: 0n,
        credit_account_id: 0n,
        pending_id: 1n,
        timeout: 1,
        flags: 512 | transferFlags.closing_debit,
        timestamp: 1n,
      },
      [
        ['timestamp_must_be_zero', { timestamp: 0n }],
        ['reserved_flag', { flags: transferFlags.closing_debit }],
        ['id_must_not_be_zero', { id: idMax }],
        ['id_must_not_be_int_max', { id: 100n }],
        ['debit_account_id_must_not_be_zero', { debit_account_id: idMax }],
        ['debit_account_id_must_not_be_int_max', { debit_account_id: 8n }],
        ['credit_account_id_must_not_be_zero', { credit_account_id: idMax }],
        ['credit_account_id_must_not_be_int_max', { credit_account_id: 8n }],
        ['accounts_must_be_different', { credit_account_id: 9n }],
        ['pending_id_must_be_zero', { pending_id: 0n }],
        ['timeout_reserved_for_pending_transfer', { timeout: 0 }],
        ['closing_transfer_must_be_pending', { flags: 0 }],
        ['ledger_must_not_be_zero', { ledger: 3 }],
        ['code_must_not_be_zero', { code: 1 }],
        ['debit_account_not_found', { id: 101n, debit_account_id: 1n }],
        ['credit_account_not_found', { id: 102n, credit_account_id: 3n }],
        ['accounts_must_have_the_same_ledger', { credit_account_id: 2n }],
        ['transfer_must_have_the_same_ledger_as_accounts', { ledger: 1 }],
      ],
      (event) => book.transfers(event)[0],
    );
  });

  test('for posts and voids', () => {
    const book = openBook();
    book.transfers(from1to2(50n), from1to2(51n, { flags: transferFlags.pending }));
    const post = transferFlags.post_pending_transfer;
    climb<Transfer>(
      {
        id: 100n,
        flags: post | transferFlags.pending,
        timeout: 1,
        debit_account_id: 2n,
        credit_account_id: 1n,
        ledger: 2,
        code: 2,
        amount: 11n,
      },
      [
        ['flags_are_mutually_exclusive', { flags: post }],
        ['pending_id_must_not_be_zero', { pending_id: idMax }],
        ['pending_id_must_not_be_int_max', { pending_id: 100n }],
        ['pending_id_must_be_different', { pending_id: 99n }],
        ['timeout_reserved_for_pending_transfer', { timeout: 0 }],
        ['pending_transfer_not_found', { id: 101n, pending_id: 50n }],
        ['pending_transfer_not_pending', { pending_id: 51n }],
        ['pending_transfer_has_different_debit_account_id', { debit_account_id: 0n }],
        ['pending_transfer_has_different_credit_account_id', { credit_account_id: 2n }],
        ['pending_transfer_has_different_ledger', { ledger: 0 }],
        ['pending_transfer_has_different_code', { code: 1 }],
        ['exceeds_pending_transfer_amount', { amount: 4n, flags: 8 }],
        ['pending_transfer_has_different_amount', { flags: post }],
      ],
      (event) => book.transfers(event)[0],
    );
    expect(book.balances(1n)).toEqual([0n, 14n, 0n, 0n]);
    const again = { pending_id: 51n, flags: 8 };
    expect(book.transfers({ id: 102n, ...again })).toEqual(['pending_transfer_already_posted']);
  });

  test('for chains: an open end comes before a broken chain', () => {
    const book = openBook();
    const linked = { flags: transferFlags.linked };
    expect(
      book.transfers(from1to2(1n, linked), from1to2(0n, linked), from1to2(2n, linked)),
    ).toEqual(['linked_event_failed', 'id_must_not_be_zero', 'linked_event_chain_open']);
  });

  test('for batches of imported events', () => {
    const book = openBook();
    const imported = { flags: transferFlags.imported };
    expect(
      book.transfers(
        from1to2(1n, { ...imported, timestamp: 0n }),
        from1to2(2n, { ...imported, timestamp: 1n << 63n }),
        from1to2(3n, { ...imported, timestamp: 5_000n * second }),
        from1to2(4n),
        from1to2(5n, { ...imported, timestamp: 1n, timeout: 1 }),
        from1to2(6n, { ...imported, timestamp: 1n }),
      ),
    ).toEqual([
      'imported_event_timestamp_out_of_range',
      'imported_event_timestamp_out_of_range',
      'imported_event_timestamp_must_not_advance',
      'imported_event_expected',
      'timeout_reserved_for_pending_transfer',
      'imported_event_timestamp_must_postdate_debit_account',
    ]);
    expect(book.transfers(from1to2(7n), from1to2(8n, imported))).toEqual([
      'created',
      'imported_event_not_expected',
    ]);
  });
});

describe('ids that failed once', () => {
  const limited = { flags: accountFlags.debits_must_not_exceed_credits };

  test('stay failed, also out of a broken chain, and cannot be posted', () => {
    const book = new Book();
    book.accounts({ id: 1n, ...limited }, { id: 2n });
    expect(book.transfers(from1to2(7n, { flags: 1 }), from1to2(8n, { amount: 11n }))).toEqual([
      'exceeds_credits',
      'linked_event_failed',
    ]);
    book.transfers({ ...from1to2(9n), debit_account_id: 2n, credit_account_id: 1n, amount: 99n });
    expect(book.transfers(from1to2(7n), from1to2(8n))).toEqual(['id_already_failed', 'created']);
    expect(book.transfers({ id: 10n, pending_id: 7n, flags: 4 })).toEqual([
      'pending_transfer_not_found',
    ]);
  });
});
