import { createTransferStatus } from '../harness/ledger/statuses.ts';

/** Of both kinds of events the same numbers. */
const {
  created,
  linked_event_failed: failed,
  linked_event_chain_open: open,
} = createTransferStatus;

/**
 * What the events of one batch may be answered with, given what each may be answered with by
 * itself: a chain is created as a whole or not at all, and nothing after its first failure is
 * looked at.
 */
export function chainedStatuses(
  own: readonly ReadonlySet<number>[],
  linked: readonly boolean[],
): readonly ReadonlySet<number>[] {
  const result: ReadonlySet<number>[] = [];
  let start = 0;
  for (let i = 0; i < own.length; i++) {
    if (linked[i] === true && i < own.length - 1) continue;
    const chain = own.slice(start, i + 1);
    if (chain.length === 1 && linked[i] !== true) result.push(chain[0] as ReadonlySet<number>);
    else result.push(...chainStatuses(chain, linked[i] === true));
    start = i + 1;
  }
  return result;
}

function chainStatuses(
  chain: readonly ReadonlySet<number>[],
  leftOpen: boolean,
): ReadonlySet<number>[] {
  const last = chain.length - 1;
  // The first that cannot be created, whatever the ledger holds.
  let doomed = chain.findIndex((statuses, i) => !statuses.has(created) || (leftOpen && i === last));
  if (doomed < 0) doomed = Number.POSITIVE_INFINITY;
  const mayFail = chain.some((statuses) => statuses.size > 1);
  return chain.map((statuses, i) => {
    if (leftOpen && i === last) return new Set([open]);
    if (i > doomed) return new Set([failed]);
    const possible = new Set(statuses);
    if (i < doomed && doomed <= last) possible.delete(created);
    if (i < doomed ? doomed <= last || mayFail : canFailBefore(chain, i)) possible.add(failed);
    return possible;
  });
}

function canFailBefore(chain: readonly ReadonlySet<number>[], end: number): boolean {
  return chain.slice(0, end).some((statuses) => statuses.size > 1);
}
