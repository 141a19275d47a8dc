import { assert } from '../harness/assert.ts';
import { trailerSize, writeTrailer } from '../harness/ledger/multi-batch.ts';
import type { Request } from '../harness/workload.ts';
import { chainedStatuses } from './expected-chains.ts';

const recordSize = 128;
const importedFlag = { account: 16, transfer: 256 } as const;

/** A request to create things, as plans. */
export interface Creation<Plan extends { readonly event: { readonly flags: number } }> {
  readonly operation: number;
  readonly kind: 'account' | 'transfer';
  readonly plans: readonly Plan[];
  /** By event: whether it carries the flag that links it to the next. */
  readonly linked: readonly boolean[];
  /** The number of events of each batch. */
  readonly batches: readonly number[];
  write(view: DataView, offset: number, plan: Plan, linked: boolean): void;
  /** What the event by itself may be answered with. */
  statuses(plan: Plan, batchImported: boolean): Set<number>;
}

/** The bytes of the request, and what its events may be answered with, worked out when asked. */
export function createRequest<Plan extends { readonly event: { readonly flags: number } }>(
  creation: Creation<Plan>,
): Request {
  const { operation, plans, batches, linked } = creation;
  const body = new Uint8Array(plans.length * recordSize + trailerSize(recordSize, batches.length));
  const view = new DataView(body.buffer);
  plans.forEach((plan, i) => creation.write(view, i * recordSize, plan, linked[i] === true));
  writeTrailer(body, recordSize, batches);
  let statuses: readonly ReadonlySet<number>[] | null = null;
  return {
    operation,
    body,
    events: plans.length,
    expected(event) {
      assert(event >= 0 && event < plans.length, 'an event of the request is asked for');
      statuses ??= expectedStatuses(creation);
      return statuses[event] as ReadonlySet<number>;
    },
  };
}

function expectedStatuses<Plan extends { readonly event: { readonly flags: number } }>(
  creation: Creation<Plan>,
): readonly ReadonlySet<number>[] {
  const { plans, batches, linked, kind } = creation;
  const result: ReadonlySet<number>[] = [];
  let start = 0;
  for (const count of batches) {
    const end = start + count;
    const batch = plans.slice(start, end);
    // A batch's first event decides whether all of it is imported.
    const imported = ((batch[0]?.event.flags ?? 0) & importedFlag[kind]) !== 0;
    const own = batch.map((plan) => creation.statuses(plan, imported));
    result.push(...chainedStatuses(own, linked.slice(start, end)));
    start = end;
  }
  return result;
}
