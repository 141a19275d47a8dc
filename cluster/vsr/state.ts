import { assert } from '../../harness/assert.ts';
import type { ReplicaStatus } from '../../harness/environment.ts';
import type { ReplicaConfiguration } from '../../harness/plan.ts';
import type { Message } from '../wire/message.ts';
import type { CheckpointState } from './checkpoint-state.ts';
import type { ClientRepliesState } from './client-replies.ts';
import type { ClockState } from './clock.ts';
import { createFaultDetector, type FaultDetector } from './fault-detector.ts';
import {
  createGridState,
  type GridState,
  type LoadState,
  type NextCheckpoint,
} from './grid-state.ts';
import { createJournalState, type JournalState } from './journal-state.ts';
import { createPendingOperations, type PendingOperations } from './pending-operations.ts';
import type { RecoveryState } from './recovery-state.ts';
import { createRepairBudget, type RepairBudget } from './repair-budget.ts';
import type { SessionEntry } from './session-entry.ts';
import type { StateSyncState } from './state-sync.ts';
import { createTimeouts, type Timeouts } from './timeouts.ts';
import { createUpgradeState, type UpgradeState } from './upgrade-state.ts';

/** All that a replica knows; plain data, which every part of the protocol works on. */
export interface State {
  status: ReplicaStatus;
  /** The view it is in, or changes to. */
  view: number;
  /** The last view whose log it took over; equal to `view` once that view has started here. */
  logView: number;
  /** The end of `logView`'s log, newest first: what the superblock holds to recover the head by. */
  viewHeaders: readonly Message[];
  /** Behind a `view`'s headers, without gaps, the log goes on; a `join-view`'s are its end. */
  viewHeadersKind: 'join-view' | 'view';
  superblock: SuperblockState;
  journal: JournalState;
  /** Null but while the replica opens. */
  recovery: RecoveryState | null;
  /** The highest op of the log, whose header is in the journal. */
  op: number;
  /** The highest op executed here. */
  commitMin: number;
  /** The highest op known to be committed. */
  commitMax: number;
  /** From here to `op` every header is known and is the parent of the next one. */
  chainMin: number;
  /** What a restart goes on from, as soon as the superblock says so. */
  checkpoint: CheckpointState;
  /** The release that this process is of. */
  readonly release: number;
  upgrade: UpgradeState;
  /** The one that is being written; null between a trigger and the next checkpoint's op. */
  checkpointNext: NextCheckpoint | null;
  schedule: Schedule;
  /** Whether the state machine and the sessions hold the state of `commitMin`. */
  loaded: boolean;
  /** Null but while a checkpoint is loaded. */
  load: LoadState | null;
  grid: GridState;
  clientReplies: ClientRepliesState;
  sync: StateSyncState;
  /** No prepare will ever get a timestamp at or below these (ns since 1970). */
  prepareTimestamp: bigint;
  commitTimestamp: bigint;
  /** A primary's prepares that are not executed yet, in order; `pipeline[0]` is `commitMin + 1`. */
  pipeline: PipelinePrepare[];
  /** A primary's requests that wait for a place in the pipeline. */
  requestQueue: Message[];
  /** Whole prepares beyond `commitMin` as far as they are in memory; op X at X mod its length. */
  cache: (Message | null)[];
  /** The slots that are being read for the cache. */
  readonly cacheReads: Set<number>;
  sessions: Map<bigint, SessionEntry>;
  /** Who asks to leave the current view, a bit each. */
  exitViewFrom: number;
  /** The votes for the current view, by replica, at its primary. */
  joinViews: (Message | null)[];
  /** The primary of a view that has not started yet has the votes it needs. */
  joinViewQuorum: boolean;
  /** A primary that can commit nothing holds its heartbeats back, so that another takes over. */
  primaryAbdicating: boolean;
  /** The time by the primary's clock of the newest heartbeat from it. */
  heartbeatTimestamp: number;
  faultDetector: FaultDetector;
  clock: ClockState;
  timeouts: Timeouts;
  ticks: number;
  /** Proves that a `view` was sent after this replica started. */
  readonly nonce: bigint;
  getViewSentAt: number;
  repair: RepairState;
  /** What storage has been asked for and not reported, by token. */
  readonly operations: PendingOperations;
}

export interface PipelinePrepare {
  readonly message: Message;
  /** Who has it durably, a bit each. */
  acks: number;
  quorum: boolean;
}

/** The ops that matter as long as the checkpoint is this one; see `checkpoint-schedule.ts`. */
interface Schedule {
  readonly checkpointNext: number;
  readonly trigger: number;
  readonly prepareMax: number;
  readonly prepareOkMax: number;
}

interface SuperblockState {
  sequence: number;
  /** What a majority of copies hold. Nothing newer may be told to anyone. */
  view: number;
  logView: number;
  checkpointOp: number;
  updating: boolean;
  /** Of the update that is under way. */
  viewUpdating: number;
  logViewUpdating: number;
  checkpointOpUpdating: number;
  /** The copies still to be written in this phase of the update, and the image. */
  copiesLeft: number;
  image: Uint8Array | null;
}

interface RepairState {
  /** The head at the last turn: what is missing up to it has had its time to arrive by itself. */
  op: number;
  readonly budget: RepairBudget;
  /** Reads under way for peers. */
  reads: number;
}

export function createState(
  configuration: ReplicaConfiguration,
  replicaCount: number,
  nonce: bigint,
  checkpoint: CheckpointState,
): State {
  assert(configuration.pipelinePrepareQueueMax > 0, 'a pipeline has room for a prepare');
  assert(configuration.pipelinePrepareQueueMax < 127, "a join_view's bits fit into a u128");
  return {
    status: 'recovering',
    view: 0,
    logView: 0,
    viewHeaders: [],
    viewHeadersKind: 'view',
    superblock: {
      sequence: 0,
      view: 0,
      logView: 0,
      checkpointOp: 0,
      updating: false,
      viewUpdating: 0,
      logViewUpdating: 0,
      checkpointOpUpdating: 0,
      copiesLeft: 0,
      image: null,
    },
    journal: createJournalState(configuration.journalSlotCount),
    recovery: null,
    op: 0,
    commitMin: 0,
    commitMax: 0,
    chainMin: 0,
    checkpoint,
    release: checkpoint.release,
    upgrade: createUpgradeState(replicaCount),
    checkpointNext: null,
    schedule: { checkpointNext: 0, trigger: 0, prepareMax: 0, prepareOkMax: 0 },
    loaded: false,
    load: null,
    grid: createGridState(),
    clientReplies: { writes: new Map(), queue: [], missing: new Set() },
    sync: { progressAt: 0 },
    prepareTimestamp: 0n,
    commitTimestamp: 0n,
    pipeline: [],
    requestQueue: [],
    cache: Array.from({ length: 2 * configuration.pipelinePrepareQueueMax }, () => null),
    cacheReads: new Set(),
    sessions: new Map(),
    exitViewFrom: 0,
    joinViews: Array.from({ length: replicaCount }, () => null),
    joinViewQuorum: false,
    primaryAbdicating: false,
    heartbeatTimestamp: -1,
    faultDetector: createFaultDetector(),
    clock: { epoch: null, window: null },
    timeouts: createTimeouts(),
    ticks: 0,
    nonce,
    getViewSentAt: -1,
    repair: { op: 0, budget: createRepairBudget(replicaCount), reads: 0 },
    operations: createPendingOperations(),
  };
}
