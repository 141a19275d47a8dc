import { describe, expect, test } from 'vitest';
import { accountFlags } from '../../harness/ledger/layouts.ts';
import { Book, from1to2 } from './book.ts';

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
