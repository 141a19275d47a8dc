import { ackBeforeDurable } from './ack-before-durable.ts';
import { alwaysFails } from './always-fails.ts';
import { answerBefore } from './answer-before.ts';
import { anyLogView } from './any-log-view.ts';
import { batchesJoined } from './batches-joined.ts';
import { blockUnverified } from './block-unverified.ts';
import { blocksNeverRepaired } from './blocks-never-repaired.ts';
import { bodyUnverified } from './body-unverified.ts';
import type { Canary } from './canary.ts';
import { chainOpenAsFailed } from './chain-open-as-failed.ts';
import { clockBelieved } from './clock-believed.ts';
import { closedAccepts } from './closed-accepts.ts';
import { disconnectedHeader } from './disconnected-header.ts';
import { divergingReplica } from './diverging-replica.ts';
import { duplicateExecuted } from './duplicate-executed.ts';
import { executesUncommitted } from './executes-uncommitted.ts';
import { existsAsCreated } from './exists-as-created.ts';
import { expiryNever } from './expiry-never.ts';
import { expirySecondEarly } from './expiry-second-early.ts';
import { expirySecondLate } from './expiry-second-late.ts';
import { expiryTwice } from './expiry-twice.ts';
import { filterCrash } from './filter-crash.ts';
import { forgetfulRollback } from './forgetful-rollback.ts';
import { historyRowMissing } from './history-row-missing.ts';
import { idNotBurned } from './id-not-burned.ts';
import { intersectionEndsEarly } from './intersection-ends-early.ts';
import { limitWithoutPending } from './limit-without-pending.ts';
import { logViewNotDurable } from './log-view-not-durable.ts';
import { muteAfterViewChange } from './mute-after-view-change.ts';
import { neverResends } from './never-resends.ts';
import { noRepair } from './no-repair.ts';
import { oneAckFewer } from './one-ack-fewer.ts';
import { oneSidedPending } from './one-sided-pending.ts';
import { oneSidedTransfer } from './one-sided-transfer.ts';
import { pendingKept } from './pending-kept.ts';
import { postKeepsRest } from './post-keeps-rest.ts';
import { primaryStays } from './primary-stays.ts';
import { reformattedBlank } from './reformatted-blank.ts';
import { reopenForgotten } from './reopen-forgotten.ts';
import { repairAsksOnce } from './repair-asks-once.ts';
import { requestNumberIgnored } from './request-number-ignored.ts';
import { reversedIgnored } from './reversed-ignored.ts';
import { rollbackKeepsTransfers } from './rollback-keeps-transfers.ts';
import { rowsDropped } from './rows-dropped.ts';
import { sessionLostOnRestore } from './session-lost-on-restore.ts';
import { singleNack } from './single-nack.ts';
import { smallerViewQuorum } from './smaller-view-quorum.ts';
import { staleCheckpoint } from './stale-checkpoint.ts';
import { staleRead } from './stale-read.ts';
import { syncNever } from './sync-never.ts';
import { timestampReused } from './timestamp-reused.ts';
import { unlimitedBalancing } from './unlimited-balancing.ts';
import { unsynchronizedClock } from './unsynchronized-clock.ts';
import { voidKeepsPending } from './void-keeps-pending.ts';

/** Bugs in the ledger: nothing has to go wrong for them. */
const ledgerCanaries: readonly Canary[] = [
  alwaysFails,
  oneSidedTransfer,
  oneSidedPending,
  forgetfulRollback,
  rollbackKeepsTransfers,
  chainOpenAsFailed,
  batchesJoined,
  pendingKept,
  voidKeepsPending,
  postKeepsRest,
  limitWithoutPending,
  unlimitedBalancing,
  closedAccepts,
  reopenForgotten,
  idNotBurned,
  existsAsCreated,
  timestampReused,
  expiryNever,
  expiryTwice,
  expirySecondEarly,
  expirySecondLate,
  divergingReplica,
];

/** Bugs in what is asked of the ledger, by workloads that ask. */
const queryCanaries: readonly Canary[] = [
  rowsDropped,
  intersectionEndsEarly,
  reversedIgnored,
  historyRowMissing,
  filterCrash,
];

/** Bugs in the replica: most of them do harm only when something goes wrong at the right time. */
const replicaCanaries: readonly Canary[] = [
  oneAckFewer,
  ackBeforeDurable,
  singleNack,
  anyLogView,
  smallerViewQuorum,
  logViewNotDurable,
  primaryStays,
  executesUncommitted,
  disconnectedHeader,
  bodyUnverified,
  clockBelieved,
  unsynchronizedClock,
  duplicateExecuted,
  requestNumberIgnored,
  answerBefore,
  staleRead,
  muteAfterViewChange,
  neverResends,
  noRepair,
  repairAsksOnce,
];

/** Bugs in checkpoints, in what lies in the grid, and in who begins from there. */
const checkpointCanaries: readonly Canary[] = [
  reformattedBlank,
  blockUnverified,
  sessionLostOnRestore,
  syncNever,
  blocksNeverRepaired,
  staleCheckpoint,
];

/** All planted bugs, in the order of their table. */
export const canaries: readonly Canary[] = [
  ...ledgerCanaries,
  ...queryCanaries,
  ...replicaCanaries,
  ...checkpointCanaries,
];
