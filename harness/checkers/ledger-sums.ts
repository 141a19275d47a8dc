import { operations } from '../ledger/operations.ts';
import type { AccountReadings, Reading } from './account-readings.ts';
import type { BalanceBook } from './balance-book.ts';
import type { Evidence } from './checker.ts';
import type { CommitLog } from './commit-log.ts';
import type { Contradiction } from './findings.ts';
import { eventAt } from './requests.ts';

export interface SumsFound {
  readonly ledgers: number;
  readonly wrong: Contradiction | null;
  /** False where something expired between the last look-ups: only what is posted adds up then. */
  readonly pending: boolean;
  /** Why there are no sums to compare, where there are none. */
  readonly open: string | null;
}

/** All that was entered and read. */
export interface Bookkept {
  readonly book: BalanceBook;
  readonly readings: AccountReadings;
  readonly log: CommitLog;
}

interface Sum {
  debitsPending: bigint;
  debitsPosted: bigint;
  creditsPending: bigint;
  creditsPosted: bigint;
  readings: Reading[];
}

/** Adds up the last look at all accounts, ledger by ledger: every debit is somebody's credit. */
export function sumUp(evidence: Evidence, walk: Bookkept): SumsFound {
  const last = lastLook(evidence, walk);
  const ledgers = new Set([...last.values()].map((reading) => reading.ledger)).size;
  const unseen = [...walk.book.balances()].filter(
    ([id, { exists, uncertain }]) => (exists || uncertain) && !last.has(id),
  );
  const undecided = (open: string): SumsFound => ({ ledgers, wrong: null, pending: false, open });
  const missed = unseen.find(([, balance]) => balance.exists);
  if (last.size === 0) {
    return undecided('The accounts were not looked up at the end.');
  }
  if (missed !== undefined) {
    return undecided(
      `Account ${missed[0]}, which a transfer names, was not among the last look-ups.`,
    );
  }
  const moved = whatMoved(evidence, walk, last);
  // What happened between the first and the last of these look-ups shows in some of them only.
  if (moved.transfers) {
    return undecided('Transfers were created between the last look-ups, so they do not add up.');
  }
  const pending = !moved.pulses;
  const wrong = compare(last, pending);
  if (wrong === null || unseen.length === 0) return { ledgers, wrong, pending, open: null };
  // A request without an answer names accounts that may hold the other side.
  return undecided(`${wrong.why} But not all accounts were looked up.`);
}

/** The latest reading of each account, of those made after healing. */
function lastLook(evidence: Evidence, walk: Bookkept): ReadonlyMap<bigint, Reading> {
  const { events } = evidence.history;
  const settled = events.findIndex((event) => event.kind === 'phase' && event.phase === 'settle');
  const last = new Map<bigint, Reading>();
  if (settled < 0) return last;
  for (const [id, reading] of walk.readings.latest) {
    if (reading.position > settled) last.set(id, reading);
  }
  return last;
}

function whatMoved(
  evidence: Evidence,
  walk: Bookkept,
  last: ReadonlyMap<bigint, Reading>,
): { readonly transfers: boolean; readonly pulses: boolean } {
  let opMin = Number.MAX_SAFE_INTEGER;
  let opMax = 0;
  for (const { op } of last.values()) {
    opMin = Math.min(opMin, op);
    opMax = Math.max(opMax, op);
  }
  const between = walk.log.ops
    .filter((op) => op > opMin && op < opMax)
    .map((op) => eventAt(evidence.history.events, walk.log.first.get(op) as number, 'commit'));
  return {
    transfers: between.some((commit) => commit.operation === operations.create_transfers),
    pulses: between.some((commit) => commit.operation === operations.pulse),
  };
}

function compare(last: ReadonlyMap<bigint, Reading>, pending: boolean): Contradiction | null {
  const sums = new Map<number, Sum>();
  for (const reading of last.values()) {
    const sum = sums.get(reading.ledger) ?? emptySum();
    sums.set(reading.ledger, sum);
    sum.debitsPending += reading.debitsPending;
    sum.debitsPosted += reading.debitsPosted;
    sum.creditsPending += reading.creditsPending;
    sum.creditsPosted += reading.creditsPosted;
    sum.readings.push(reading);
  }
  for (const [ledger, sum] of sums) {
    const events = [...new Set(sum.readings.map((reading) => reading.position))].slice(0, 4);
    if (sum.debitsPosted !== sum.creditsPosted) {
      const why =
        `In ledger ${ledger} debits_posted of all accounts add up to ${sum.debitsPosted}, but ` +
        `credits_posted to ${sum.creditsPosted}.`;
      return { why, events };
    }
    if (pending && sum.debitsPending !== sum.creditsPending) {
      const why =
        `In ledger ${ledger} debits_pending of all accounts add up to ${sum.debitsPending}, but ` +
        `credits_pending to ${sum.creditsPending}.`;
      return { why, events };
    }
  }
  return null;
}

function emptySum(): Sum {
  return {
    debitsPending: 0n,
    debitsPosted: 0n,
    creditsPending: 0n,
    creditsPosted: 0n,
    readings: [],
  };
}
