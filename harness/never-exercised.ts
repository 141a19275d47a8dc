import type { Evidence, Verdict } from './checkers/checker.ts';
import { struckFault } from './fault-strikes.ts';
import type { HistoryEvent } from './history.ts';
import { operations } from './ledger/operations.ts';
import { createAccountStatus, createTransferStatus } from './ledger/statuses.ts';
import type { Counts, NeverExercised } from './result.ts';

/** Cannot come from a right ledger of this release before the year 2126. */
const unreachable: ReadonlySet<string> = new Set([
  'create_transfers.amount_must_not_be_zero',
  'create_transfers.overflows_timeout',
]);

/** What the run could have exercised and did not, so that a pass is not read as more than it is. */
export function neverExercised(
  { plan, history }: Evidence,
  counts: Counts,
  verdicts: readonly Verdict[],
): NeverExercised {
  const { events } = history;
  const sent = new Set<number>();
  for (const event of events) if (event.kind === 'invoke') sent.add(event.operation);
  const struck = new Set<string>();
  for (const event of events) {
    const fault = struckFault(event);
    if (fault !== null) struck.add(plan.faults[fault]?.kind ?? '');
  }
  const planned = new Set<string>(plan.faults.map(({ kind }) => kind));
  return {
    operations: Object.entries(operations)
      .filter(([, operation]) => operation > operations.pulse && !sent.has(operation))
      .map(([name]) => name),
    statuses: everyStatus().filter((status) => counts.createStatuses[status] === undefined),
    faults: [...planned].filter((kind) => !struck.has(kind)),
    protocol: missedByCluster(events, counts, plan.cluster.configuration.pipelinePrepareQueueMax),
    checks: verdicts.flatMap(({ name, vacuous = [] }) =>
      vacuous.map((condition) => ({ checker: name, condition })),
    ),
  };
}

function everyStatus(): string[] {
  return [
    ...Object.keys(createAccountStatus).map((status) => `create_accounts.${status}`),
    ...Object.keys(createTransferStatus).map((status) => `create_transfers.${status}`),
  ].filter((status) => !unreachable.has(status));
}

function missedByCluster(
  events: readonly HistoryEvent[],
  counts: Counts,
  pipelineMax: number,
): string[] {
  const missed: string[] = [];
  const happened = (is: (event: HistoryEvent) => boolean): boolean => events.some(is);
  if (counts.viewChanges === 0) missed.push('a view change');
  if (counts.crashes === 0) missed.push('a crash');
  if (!restarted(events)) missed.push('a restart after a crash');
  if (!repaired(events, pipelineMax)) {
    missed.push('a repair of what was prepared while a replica was down');
  }
  if (!happened((event) => event.kind === 'state' && event.status === 'recovering-head')) {
    missed.push('a journal whose head had to be recovered');
  }
  if (!happened((event) => event.kind === 'commit' && event.operation === operations.pulse)) {
    missed.push('a pulse');
  }
  if (!happened((event) => event.kind === 'evicted')) missed.push('an eviction of a session');
  if (!happened((event) => event.kind === 'checkpoint')) missed.push('a checkpoint');
  if (!happened((event) => event.kind === 'restore')) missed.push('a restart from a checkpoint');
  if (!happened((event) => event.kind === 'sync')) missed.push('a state sync');
  if (!happened((event) => event.kind === 'repair')) missed.push('a repair of a block or reply');
  return missed;
}

function restarted(events: readonly HistoryEvent[]): boolean {
  const down = new Set<number>();
  for (const event of events) {
    if (event.kind === 'crash') down.add(event.replica);
    else if (event.kind === 'start' && down.has(event.replica)) return true;
  }
  return false;
}

/**
 * Whether a replica executed an op that it can only have from others: one that was executed while
 * it was down, and so far behind what was executed before that it was not even prepared then.
 */
function repaired(events: readonly HistoryEvent[], pipelineMax: number): boolean {
  let opMax = 0;
  /** By replica: the last op that it may have had in its journal when it crashed. */
  const had = new Map<number, number>();
  /** By replica: the ops that it can only have from others, from (exclusive) and until. */
  const missed = new Map<number, readonly [number, number]>();
  for (const event of events) {
    if (event.kind === 'crash') {
      had.set(event.replica, opMax + pipelineMax);
    } else if (event.kind === 'start') {
      const from = had.get(event.replica);
      if (from !== undefined) missed.set(event.replica, [from, opMax]);
      had.delete(event.replica);
    } else if (event.kind === 'commit') {
      const [from, until] = missed.get(event.replica) ?? [0, 0];
      if (event.op > from && event.op <= until) return true;
      opMax = Math.max(opMax, event.op);
    }
  }
  return false;
}
