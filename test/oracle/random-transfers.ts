import * as fc from 'fast-check';
import { transferFlag } from './flags.ts';
import { u128Max } from './limits.ts';
import {
  accountId,
  accountPair,
  amount,
  badTimestamp,
  closedChains,
  code,
  importedTogether,
  inBatches,
  inChains,
  ledger,
  moment,
  mostly,
  otherTransferId,
  pendingTransferId,
  someOf,
  stray,
  userData,
  userData64,
} from './random-values.ts';

const { pending, post_pending_transfer, void_pending_transfer, ...others } = transferFlag;
const { balancing_debit, balancing_credit, closing_debit, closing_credit } = others;

/** Any flags at all, those that there are not included. */
const anyFlags = someOf({ ...transferFlag, unknown: 512 });

const always = {
  user_data_128: userData64,
  user_data_64: userData64,
  user_data_32: userData,
  timestamp: mostly(moment, badTimestamp),
  stray,
};

const timeout = fc.constantFrom(0, 1, 2, 1, 3, 100, 2 ** 32 - 1);
const noTimeout = mostly(fc.constant(0), fc.constant(1), 60);
const noPending = mostly(fc.constant(0n), pendingTransferId, 60);

const betweenAccounts = {
  ...always,
  pair: accountPair,
  amount,
  pending_id: noPending,
  ledger,
  code,
};

const singlePhase = fc.record({
  ...betweenAccounts,
  id: otherTransferId,
  timeout: noTimeout,
  flags: fc.oneof(
    { weight: 12, arbitrary: fc.constant(0) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        balancing_debit,
        balancing_credit,
        balancing_debit | balancing_credit,
      ),
    },
    { weight: 1, arbitrary: anyFlags },
  ),
});

const firstPhase = fc.record({
  ...betweenAccounts,
  id: pendingTransferId,
  timeout: mostly(timeout, fc.constant(0), 3),
  flags: fc
    .oneof(
      { weight: 12, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constantFrom(balancing_debit, balancing_credit) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(closing_debit, closing_credit, closing_debit | closing_credit),
      },
      { weight: 1, arbitrary: anyFlags },
    )
    .map((more) => pending | more),
});

const secondPhase = fc.record({
  ...always,
  id: otherTransferId,
  debit_account_id: mostly(fc.constant(0n), accountId, 12),
  credit_account_id: mostly(fc.constant(0n), accountId, 12),
  amount: fc.oneof(
    { weight: 2, arbitrary: fc.constant(u128Max) },
    { weight: 2, arbitrary: fc.constant(0n) },
    { weight: 2, arbitrary: amount },
  ),
  pending_id: mostly(pendingTransferId, otherTransferId, 12),
  timeout: noTimeout,
  ledger: mostly(fc.constant(0), ledger, 5),
  code: mostly(fc.constant(0), code, 5),
  flags: fc.oneof(
    { weight: 12, arbitrary: fc.constant(post_pending_transfer) },
    { weight: 8, arbitrary: fc.constant(void_pending_transfer) },
    { weight: 1, arbitrary: anyFlags.map((more) => more | post_pending_transfer) },
  ),
});

function withAccounts<Drawn extends { readonly pair: readonly [bigint, bigint] }>({
  pair: [debit_account_id, credit_account_id],
  ...event
}: Drawn): Omit<Drawn, 'pair'> & { debit_account_id: bigint; credit_account_id: bigint } {
  return { ...event, debit_account_id, credit_account_id };
}

/** Some that are there to be posted and voided from the beginning. */
export const randomFirstTransfers = importedTogether(
  fc.array(firstPhase.map(withAccounts), { maxLength: 8, size: 'max' }),
  transferFlag.imported,
  12,
);

const transfer = inChains(
  fc.oneof(
    { weight: 5, arbitrary: singlePhase.map(withAccounts) },
    { weight: 3, arbitrary: firstPhase.map(withAccounts) },
    { weight: 3, arbitrary: secondPhase },
  ),
);

const events = fc.array(transfer, { minLength: 1, maxLength: 6 });

export const randomTransfers = inBatches(
  closedChains(importedTogether(events, transferFlag.imported, 5)),
);
