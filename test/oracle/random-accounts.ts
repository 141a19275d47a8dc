import * as fc from 'fast-check';
import { accountFlag } from './flags.ts';
import {
  accountId,
  accountIds,
  badTimestamp,
  closedChains,
  code,
  importedTogether,
  inBatches,
  inChains,
  ledger,
  moment,
  mostly,
  someOf,
  stray,
  userData,
  userData64,
} from './random-values.ts';

const { debits_must_not_exceed_credits, credits_must_not_exceed_debits, history, closed } =
  accountFlag;

const limits = fc.constantFrom(
  debits_must_not_exceed_credits,
  credits_must_not_exceed_debits,
  history | debits_must_not_exceed_credits,
  history | credits_must_not_exceed_debits,
);

const flags = mostly(fc.constantFrom(0, history), limits, 3);
const bothLimits = fc.constant(debits_must_not_exceed_credits | credits_must_not_exceed_debits);

const notZero = mostly(fc.constant(0n), fc.constant(1n));

const account = fc.record({
  id: mostly(accountId, fc.constant(5n), 2),
  debits_pending: notZero,
  debits_posted: notZero,
  credits_pending: notZero,
  credits_posted: notZero,
  user_data_128: userData64,
  user_data_64: userData64,
  user_data_32: userData,
  reserved: mostly(fc.constant(0), fc.constant(1)),
  ledger,
  code,
  flags: mostly(
    mostly(flags, fc.constant(closed), 10),
    mostly(someOf({ ...accountFlag, unknown: 64 }), bothLimits, 2),
    4,
  ),
  timestamp: mostly(moment, badTimestamp),
  stray,
});

const events = fc.array(inChains(account), { minLength: 1, maxLength: 4 });

export const randomAccounts = inBatches(
  closedChains(importedTogether(events, accountFlag.imported, 1)),
);

/** The accounts that nearly every script has, each with its own flags; sometimes imported. */
export const randomFirstAccounts = fc
  .tuple(
    fc.array(flags, { minLength: 4, maxLength: 4 }),
    mostly(fc.constant(1), fc.constant(2), 25),
    mostly(fc.constant(false), fc.constant(true), 2),
  )
  .map(([each, lastLedger, isImported]) =>
    each.map((flags, index) => ({
      id: accountIds[index] as bigint,
      ledger: index === 3 ? lastLedger : 1,
      code: 1,
      flags: isImported ? flags | accountFlag.imported : flags,
      timestamp: isImported ? BigInt(2 * index + 1) : 0n,
    })),
  );
