import { account, accountBalance, accountFlags } from '../ledger/layouts.ts';
import type { Balance, BalanceBook } from './balance-book.ts';
import { readU128 } from './batches.ts';

/** What a look-up said of an account, and where it said it. */
export interface Reading {
  readonly ledger: number;
  readonly debitsPending: bigint;
  readonly debitsPosted: bigint;
  readonly creditsPending: bigint;
  readonly creditsPosted: bigint;
  readonly op: number;
  readonly position: number;
}

/** What was posted is never taken back: the highest sums that were read, and where. */
interface Floor {
  debitsPosted: bigint;
  creditsPosted: bigint;
  position: number;
}

export interface WrongReading {
  /** Goes on after the name of the request that read it. */
  readonly why: string;
  readonly events: readonly number[];
}

const posted = ['debitsPosted', 'creditsPosted'] as const;
const all = ['debitsPending', 'debitsPosted', 'creditsPending', 'creditsPosted'] as const;
const names = {
  debitsPending: 'debits_pending',
  debitsPosted: 'debits_posted',
  creditsPending: 'credits_pending',
  creditsPosted: 'credits_posted',
} as const;

const limits =
  accountFlags.debits_must_not_exceed_credits | accountFlags.credits_must_not_exceed_debits;

/** Judges balances as they are read, in the order of the log. */
export class AccountReadings {
  /** The latest reading of each account. */
  readonly latest = new Map<bigint, Reading>();
  accounts = 0;
  /** How many of them the book could be asked about. */
  recomputed = 0;
  /** Rows of accounts' histories. */
  rows = 0;
  /** Readings of accounts with a limit. */
  limited = 0;
  readonly #book: BalanceBook;
  readonly #floors = new Map<bigint, Floor>();

  constructor(book: BalanceBook) {
    this.#book = book;
  }

  /** An account's record at `at`. */
  read(records: DataView, at: number, op: number, position: number): WrongReading | null {
    const id = readU128(records, at + account.id);
    const reading: Reading = {
      ledger: records.getUint32(at + account.ledger, true),
      debitsPending: readU128(records, at + account.debits_pending),
      debitsPosted: readU128(records, at + account.debits_posted),
      creditsPending: readU128(records, at + account.credits_pending),
      creditsPosted: readU128(records, at + account.credits_posted),
      op,
      position,
    };
    this.latest.set(id, reading);
    this.accounts += 1;
    const flags = records.getUint16(at + account.flags, true);
    return (
      this.#limits(id, flags, reading) ??
      this.#grown(id, reading, position) ??
      this.#addedUp(id, reading)
    );
  }

  /** The rows of one account's balances, in ascending or descending order of their timestamps. */
  readHistory(
    id: bigint,
    rows: DataView,
    from: number,
    count: number,
    position: number,
  ): WrongReading | null {
    const order = Array.from({ length: count }, (_, row) => from + row * accountBalance.size);
    const timestampOf = (at: number): bigint =>
      rows.getBigUint64(at + accountBalance.timestamp, true);
    if (count > 1 && timestampOf(from) > timestampOf(order.at(-1) as number)) order.reverse();
    let before = { debitsPosted: 0n, creditsPosted: 0n };
    for (const at of order) {
      const row = {
        debitsPosted: readU128(rows, at + accountBalance.debits_posted),
        creditsPosted: readU128(rows, at + accountBalance.credits_posted),
      };
      this.rows += 1;
      for (const name of posted) {
        if (row[name] >= before[name]) continue;
        return {
          why:
            `read ${names[name]} ${row[name]} of account ${id} at timestamp ${timestampOf(at)}, ` +
            `after ${before[name]} in the row before: what is posted cannot shrink`,
          events: [position],
        };
      }
      before = row;
    }
    if (count > 0) this.#raise(id, before, position);
    return null;
  }

  #limits(id: bigint, flags: number, reading: Reading): WrongReading | null {
    const { debitsPending, debitsPosted, creditsPending, creditsPosted, position } = reading;
    if (flags & limits) this.limited += 1;
    const debits = debitsPending + debitsPosted;
    const credits = creditsPending + creditsPosted;
    if (flags & accountFlags.debits_must_not_exceed_credits && debits > creditsPosted) {
      const why =
        `read debits of ${debits} (pending and posted) and credits_posted ${creditsPosted} ` +
        `of account ${id}, which has the flag debits_must_not_exceed_credits`;
      return { why, events: [position] };
    }
    if (flags & accountFlags.credits_must_not_exceed_debits && credits > debitsPosted) {
      const why =
        `read credits of ${credits} (pending and posted) and debits_posted ${debitsPosted} ` +
        `of account ${id}, which has the flag credits_must_not_exceed_debits`;
      return { why, events: [position] };
    }
    return null;
  }

  #grown(
    id: bigint,
    sums: { readonly debitsPosted: bigint; readonly creditsPosted: bigint },
    position: number,
  ): WrongReading | null {
    const floor = this.#floors.get(id);
    if (floor !== undefined) {
      for (const name of posted) {
        if (sums[name] >= floor[name]) continue;
        const why =
          `read ${names[name]} ${sums[name]} of account ${id}, where an earlier op had read ` +
          `${floor[name]}: what is posted cannot shrink`;
        return { why, events: [floor.position, position] };
      }
    }
    this.#raise(id, sums, position);
    return null;
  }

  #raise(
    id: bigint,
    sums: { readonly debitsPosted: bigint; readonly creditsPosted: bigint },
    position: number,
  ): void {
    const floor = this.#floors.get(id);
    if (floor === undefined) {
      this.#floors.set(id, { ...sums, position });
    } else if (
      sums.debitsPosted >= floor.debitsPosted &&
      sums.creditsPosted >= floor.creditsPosted
    ) {
      floor.debitsPosted = sums.debitsPosted;
      floor.creditsPosted = sums.creditsPosted;
      floor.position = position;
    }
  }

  /** Against the sum of all transfers that were acknowledged as created up to here. */
  #addedUp(id: bigint, reading: Reading): WrongReading | null {
    const balance: Balance | undefined = this.#book.balanceOf(id);
    if (balance?.uncertain) return null;
    this.recomputed += 1;
    for (const name of all) {
      const expected = balance?.[name] ?? 0n;
      if (reading[name] === expected) continue;
      const why =
        `read ${names[name]} ${reading[name]} of account ${id}, but the transfers that were ` +
        `acknowledged before it add up to ${expected}`;
      return { why, events: [reading.position] };
    }
    return null;
  }
}
