import { assert } from '../assert.ts';
import type { Table, TableSnapshot } from '../environment.ts';
import { BalanceLog, entrySize } from './balance-log.ts';
import type { Pages } from './pages.ts';
import { linkWord, type State } from './state.ts';

type Range = readonly [from: number, until: number];

/** The last commit's timestamp: low word, high word, and two of nothing. */
const clockSize = 16;

/** How much of each table a snapshot held. */
type Counts = readonly number[];

/**
 * A ledger's tables as checkpoints see them. Nothing is noted down while events are executed: the
 * tables only grow, but for accounts' balances and what became of pending transfers, and which
 * those are is told by the links of transfers and expiries that came since.
 */
export class Snapshots {
  readonly #state: State;
  #counts: Counts;

  constructor(state: State) {
    this.#state = state;
    this.#counts = primary(state).map((table) => table.count);
  }

  take(): readonly TableSnapshot[] {
    const state = this.#state;
    const tables = primary(state);
    const before = this.#counts;
    this.#counts = tables.map((table) => table.count);
    const changed = tables.map((table, i): Range[] => grown(before[i] as number, table.count));
    this.#followLinks(state.links, before[linksAt] as number, changed);
    this.#followLinks(state.expiryLinks, before[expiryLinksAt] as number, changed);
    const snapshots = tables.map((table, i) => snapshotOf(table, changed[i] as Range[]));
    return [clockOf(state), ...snapshots];
  }

  /** The accounts that transfers or expiries changed, and the pending transfers they ended. */
  #followLinks(links: Pages, from: number, changed: Range[][]): void {
    const accounts = new Set<number>();
    for (let index = from; index < links.count; index++) {
      const page = links.page(index);
      const at = links.at(index);
      accounts.add(page[at + linkWord.debit] as number);
      accounts.add(page[at + linkWord.credit] as number);
      const pending = page[at + linkWord.pending] as number;
      if (pending >= 0) (changed[linksAt] as Range[]).push([pending, pending + 1]);
    }
    for (const account of accounts) (changed[accountsAt] as Range[]).push([account, account + 1]);
    this.#state.accountLines.settleEach(accounts);
  }
}

/** Fills a state that holds nothing yet, and everything that follows from it. */
export function restoreState(state: State, tables: readonly Table[]): void {
  const [clock, ...rest] = tables;
  const targets = primary(state);
  assert(clock?.recordSize === clockSize && clock.count === 1, 'a snapshot begins with its clock');
  assert(rest.length === targets.length, 'a snapshot has all tables of a ledger');
  for (const [i, target] of targets.entries()) load(rest[i] as Table, target);
  const words = new Int32Array(clockSize / 4);
  clock.copy(0, 1, new Uint8Array(words.buffer), 0);
  state.timestampLow = words[0] as number;
  state.timestampHigh = words[1] as number;
  state.rebuild();
}

/** What cannot be computed from anything else, in an order that never changes. */
function primary(state: State): readonly (Pages | BalanceLog)[] {
  return [
    state.accounts.records,
    state.transfers.records,
    state.transfers.burned,
    state.links,
    state.balances,
    state.expiries,
    state.expiryLinks,
    state.expiryBalances,
  ];
}

const accountsAt = 0;
const linksAt = 3;
const expiryLinksAt = 6;

function grown(from: number, until: number): Range[] {
  assert(from <= until, 'the tables of a ledger only grow');
  return from === until ? [] : [[from, until]];
}

function snapshotOf(table: Pages | BalanceLog, changed: readonly Range[]): TableSnapshot {
  if (table instanceof BalanceLog) {
    const copy: Table['copy'] = (first, count, target, at) => table.copy(first, count, target, at);
    return { recordSize: entrySize, count: table.count, changed, copy };
  }
  const recordSize = table.recordWords * 4;
  const copy: Table['copy'] = (first, count, target, at) => {
    for (let index = first, to = at; index < first + count; ) {
      const until = table.samePageUntil(index, first + count);
      const page = table.page(index);
      const size = (until - index) * recordSize;
      const from = page.byteOffset + table.at(index) * 4;
      target.set(new Uint8Array(page.buffer, from, size), to);
      to += size;
      index = until;
    }
  };
  return { recordSize, count: table.count, changed, copy };
}

function clockOf(state: State): TableSnapshot {
  const words = new Int32Array(clockSize / 4);
  words[0] = state.timestampLow;
  words[1] = state.timestampHigh;
  const bytes = new Uint8Array(words.buffer);
  const copy: Table['copy'] = (_first, _count, target, at) => target.set(bytes, at);
  return { recordSize: clockSize, count: 1, changed: [[0, 1]], copy };
}

function load(from: Table, to: Pages | BalanceLog): void {
  if (to instanceof BalanceLog) {
    to.load(from);
    return;
  }
  const recordSize = to.recordWords * 4;
  assert(from.recordSize === recordSize && to.count === 0, 'a table is restored into an empty one');
  for (let index = 0; index < from.count; ) {
    to.push();
    const until = to.samePageUntil(index, from.count);
    while (to.count < until) to.push();
    const page = to.page(index);
    const bytes = new Uint8Array(page.buffer, page.byteOffset, page.byteLength);
    from.copy(index, until - index, bytes, to.at(index) * 4);
    index = until;
  }
}
