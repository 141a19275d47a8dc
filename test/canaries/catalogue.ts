import type { Canary } from './canary.ts';
import { divergingReplica } from './diverging-replica.ts';
import { expiryNever } from './expiry-never.ts';
import { forgetfulRollback } from './forgetful-rollback.ts';
import { idNotBurned } from './id-not-burned.ts';
import { limitWithoutPending } from './limit-without-pending.ts';
import { oneSidedTransfer } from './one-sided-transfer.ts';
import { pendingKept } from './pending-kept.ts';
import { unlimitedBalancing } from './unlimited-balancing.ts';

/** Bugs in the ledger: they need no cluster to be seen. */
export const ledgerCanaries: readonly Canary[] = [
  oneSidedTransfer,
  forgetfulRollback,
  pendingKept,
  limitWithoutPending,
  unlimitedBalancing,
  idNotBurned,
  expiryNever,
  divergingReplica,
];
