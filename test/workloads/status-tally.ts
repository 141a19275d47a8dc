import { decodeReply, encodeBatch, readStatus } from '../../harness/ledger/bodies.ts';
import { operationName, operations } from '../../harness/ledger/operations.ts';
import type { ChangeEvent } from '../../harness/ledger/records.ts';
import { defaultsOf, type Request, type WorkloadKind } from '../../harness/workload.ts';
import { isCreate, LedgerRun, placedRequests, statusName } from './workload-run.ts';

/** How often something was met. */
export class Tally {
  readonly counts = new Map<string, number>();

  add(what: string, times = 1): void {
    this.counts.set(what, this.of(what) + times);
  }

  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  /** Those of `wanted` that were met fewer than `least` times. */
  lacks(wanted: readonly string[], least = 1): string[] {
    return wanted.filter((what) => this.of(what) < least);
  }
}

interface TallyOptions {
  readonly seeds: readonly string[];
  readonly requests: number;
  /** When the ledger's clock begins, in ns since 1970. */
  readonly from?: bigint;
}

/** Operations, statuses and kinds of changes of whole runs of a workload, on a ledger alone. */
export function statusTally(kind: WorkloadKind, options: TallyOptions): Tally {
  const tally = new Tally();
  const parameters = defaultsOf(kind);
  for (const seed of options.seeds) {
    const run = new LedgerRun(parameters['bodySizeMax'] as number, options.from);
    for (const { request } of placedRequests(kind, seed, parameters, options.requests)) {
      const reply = run.commit(request);
      tally.add(operationName(request.operation));
      if (isCreate(request)) tallyStatuses(tally, request, reply);
    }
    tallyChanges(tally, run);
  }
  return tally;
}

/** What the events of a request that creates were answered. */
export function tallyStatuses(tally: Tally, request: Request, reply: Uint8Array): void {
  for (let event = 0; event < request.events; event++) {
    tally.add(statusName(request, readStatus(reply, event)));
  }
}

/** All that happened in the ledger, by its kind. */
export function tallyChanges(tally: Tally, run: LedgerRun): void {
  for (const { type } of changesOf(run)) tally.add(`${changeKinds[type]} transfers`);
}

export const changeKinds = ['single-phase', 'pending', 'posted', 'voided', 'expired'];

/** All that happened in the ledger, page by page. */
export function* changesOf(run: LedgerRun): Generator<ChangeEvent> {
  for (let from = 1n; ; ) {
    const body = encodeBatch('get_change_events', [{ timestamp_min: from, limit: 100 }]);
    const reply = run.commit({ operation: operations.get_change_events, body });
    const page = decodeReply('get_change_events', reply);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    from = last.timestamp + 1n;
  }
}
