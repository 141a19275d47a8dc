import { ackBeforeDurable } from './ack-before-durable.ts';
import { answerBefore } from './answer-before.ts';
import type { Canary } from './canary.ts';
import { divergingReplica } from './diverging-replica.ts';
import { duplicateExecuted } from './duplicate-executed.ts';
import { existsAsCreated } from './exists-as-created.ts';
import { expiryNever } from './expiry-never.ts';
import { expirySecondEarly } from './expiry-second-early.ts';
import { expirySecondLate } from './expiry-second-late.ts';
import { forgetfulRollback } from './forgetful-rollback.ts';
import { idNotBurned } from './id-not-burned.ts';
import { limitWithoutPending } from './limit-without-pending.ts';
import { muteAfterViewChange } from './mute-after-view-change.ts';
import { noRepair } from './no-repair.ts';
import { oneAckFewer } from './one-ack-fewer.ts';
import { oneSidedTransfer } from './one-sided-transfer.ts';
import { pendingKept } from './pending-kept.ts';
import { rowsDropped } from './rows-dropped.ts';
import { singleNack } from './single-nack.ts';
import { staleRead } from './stale-read.ts';
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
  expirySecondEarly,
  expirySecondLate,
  existsAsCreated,
  divergingReplica,
];

/** Bugs in queries, which only the whole line asks. */
export const queryCanaries: readonly Canary[] = [rowsDropped];

/** Bugs in the replica: most of them do harm only when something goes wrong at the right time. */
export const replicaCanaries: readonly Canary[] = [
  oneAckFewer,
  ackBeforeDurable,
  singleNack,
  duplicateExecuted,
  staleRead,
  answerBefore,
  muteAfterViewChange,
  noRepair,
];

/** All planted bugs, in the order of their table. */
export const canaries: readonly Canary[] = [
  ...ledgerCanaries,
  ...queryCanaries,
  ...replicaCanaries,
];
