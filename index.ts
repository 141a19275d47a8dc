/** The public words: to run a plan, to judge what happened, and to extend either of them. */

export { openSimulated } from './cluster/simulated/open-simulated.ts';
export { format } from './cluster/vsr/format.ts';
export { Replica } from './cluster/vsr/replica.ts';
export { withinBudget } from './fault-injector/budget.ts';
export { drawFaults, presets } from './fault-injector/presets.ts';
export { checkAll, checkers } from './harness/checkers/catalogue.ts';
export type { Checker, Evidence, Truth, Verdict } from './harness/checkers/checker.ts';
export { type Exchange, exchanges } from './harness/checkers/exchanges.ts';
export type {
  Cluster,
  Conductor,
  ReplicaView,
  Submission,
} from './harness/cluster.ts';
export type {
  Clock,
  Commit,
  Environment,
  Input,
  Network,
  Observer,
  ReplicaState,
  StateMachine,
  Storage,
} from './harness/environment.ts';
export type { Fault, FaultKind, NodeTarget, ReplicaTarget } from './harness/fault.ts';
export { decodeHistory, encodeHistory, HistoryError } from './harness/history/codec.ts';
export { fingerprint } from './harness/history/fingerprint.ts';
export { HistoryRecorder } from './harness/history/recorder.ts';
export type { EventOf, History, HistoryEvent } from './harness/history.ts';
export { judge } from './harness/judge.ts';
export {
  countEvents,
  countResults,
  decodeReply,
  decodeRequest,
  encodeBatch,
  encodeBatches,
  encodeEvents,
  readResultTimestamp,
  readStatus,
} from './harness/ledger/bodies.ts';
export {
  accountFilterFlags,
  accountFlags,
  queryFilterFlags,
  transferFlags,
} from './harness/ledger/layouts.ts';
export { Ledger } from './harness/ledger/ledger.ts';
export { operations } from './harness/ledger/operations.ts';
export { RecordingError, replayRecording } from './harness/ledger/recording.ts';
export type {
  Account,
  AccountBalance,
  AccountFilter,
  ChangeEvent,
  ChangeEventsFilter,
  CreateResult,
  QueryFilter,
  Transfer,
} from './harness/ledger/records.ts';
export { createAccountStatus, createTransferStatus } from './harness/ledger/statuses.ts';
export { OperatingError } from './harness/operating-error.ts';
export { checkFaults, checkPlan } from './harness/plan/plan-check.ts';
export { parseFaults, parsePlan } from './harness/plan/plan-file.ts';
export { formatPlan } from './harness/plan/plan-format.ts';
export type { Json, JsonObject, Plan, Stage } from './harness/plan.ts';
export { Random, type Ratio } from './harness/random.ts';
export { type Counts, type ExitCode, exitCodes, type Result } from './harness/result.ts';
export { type ClusterParts, type RunOptions, runPlan } from './harness/run.ts';
export type { Nanoseconds } from './harness/time.ts';
export {
  defaultsOf,
  type ParameterDescription,
  type Request,
  type StageSize,
  type Workload,
  WorkloadError,
  type WorkloadKind,
} from './harness/workload.ts';
export { renderHtml } from './reports/html.ts';
export { renderJunit } from './reports/junit.ts';
export { renderMarkdown } from './reports/markdown.ts';
export { renderTerminal } from './reports/terminal.ts';
export { catalogue } from './workloads/catalogue.ts';
