import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../harness/ledger/ledger.ts';
import { disagreementTable } from '../oracle/disagreement-table.ts';
import { Oracle } from '../oracle/oracle.ts';
import { play } from '../oracle/play.ts';
import { randomScripts } from '../oracle/random-scripts.ts';
import { Book } from './book.ts';
import { CheckpointedLedger } from './checkpointed-ledger.ts';

const messageBodySizeMax = 1024 * 1024 - 256;

describe('a ledger that goes through checkpoints', () => {
  it('answers random scripts as the oracle does', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(randomScripts, (script) => {
        const ledger = new CheckpointedLedger({ messageBodySizeMax });
        const played = play(script, new Oracle(), ledger);
        expect(played.disagrees, disagreementTable(script, played)).toBe(false);
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('gives away only what is new or changed', () => {
    const book = new Book();
    const ids = Array.from({ length: 2000 }, (_, i) => BigInt(i + 1));
    book.accounts(...ids.map((id) => ({ id })));
    expect(sizeOf(book.ledger)).toBe(16 + 2000 * 128);
    expect(sizeOf(book.ledger)).toBe(16);
    const transfer = { debit_account_id: 7n, credit_account_id: 9n, ledger: 1, code: 1 };
    book.transfers({ id: 1n, amount: 5n, timeout: 1, flags: 2, ...transfer });
    // The transfer, its links, both accounts' balances after it, and both accounts.
    expect(sizeOf(book.ledger)).toBe(16 + 128 + 16 + 128 + 2 * 128);
    book.transfers({ id: 2n, pending_id: 1n, amount: 5n, flags: 4 });
    // The same again, and what became of the pending one.
    expect(sizeOf(book.ledger)).toBe(16 + 128 + 16 + 128 + 2 * 128 + 16);
  });
});

/** How many bytes of a ledger's tables changed since this was last asked. */
function sizeOf(ledger: Ledger): number {
  let size = 0;
  for (const { changed, recordSize } of ledger.snapshot()) {
    for (const [from, until] of changed) size += (until - from) * recordSize;
  }
  return size;
}
