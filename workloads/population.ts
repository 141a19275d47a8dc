import { accountFlags } from '../harness/ledger/layouts.ts';
import type { Random } from '../harness/random.ts';
import type { Ranks } from './distribution.ts';
import type { AccountEvent } from './records.ts';
import { drawUserData } from './user-data.ts';

/**
 * What accounts are set aside for. `plain` ones keep working whatever happens; on `vast` ones
 * amounts of every magnitude overflow, on `closable` ones closing transfers act, `closed` ones were
 * created closed, and the limited ones have a flag that limits debits or credits.
 */
export const accountClasses = [
  'vast',
  'closable',
  'closed',
  'debitsLimited',
  'creditsLimited',
  'plain',
] as const;
export type AccountClass = (typeof accountClasses)[number];

/** A class's share of a ledger's accounts in 1/100, and how many there are at least. */
type Shares = Readonly<Record<Exclude<AccountClass, 'plain'>, readonly [number, number]>>;

export const usualShares: Shares = {
  vast: [8, 3],
  closable: [6, 2],
  closed: [1, 1],
  debitsLimited: [8, 1],
  creditsLimited: [8, 1],
};

/** The ledger that has this number. */
export function ledgerOf(number: number): number {
  return (number < 0x8000_0000 ? number - 1 : number - 0x8000_0000) / 701;
}

/** Fewer accounts could not hold every class. */
export const accountsPerLedgerMin = 16;

/** Which accounts the first stage makes. */
export interface PopulationShape {
  readonly accounts: number;
  readonly ledgers: number;
  readonly shares: Shares;
  /** In a ledger every so many accounts keep a history. */
  readonly historyPeriod: number;
  /** When each account was made, where they are imported; else null. */
  readonly importedAt: ((number: number) => bigint) | null;
}

/** The ledgers' numbers: the first few are far apart, and no sum of two of them is a third. */
export function ledgerNumber(ledger: number): number {
  return (ledger % 2 === 0 ? 1 : 0x8000_0000) + ledger * 701;
}

/**
 * The accounts of the first stage, numbered from 0. Which ledger and class an account has follows
 * from its number: account n is number n div `ledgers` of ledger n mod `ledgers`, and the classes
 * lie behind each other.
 */
export class Population {
  readonly accounts: number;
  readonly ledgers: number;
  readonly #ranks: Ranks;
  readonly #random: Random;
  readonly #shape: PopulationShape;
  /** Those asked for lately. Kept for speed only. */
  readonly #events = new Map<number, AccountEvent>();
  /** By class: the first place in the ledger, and how many places there are. */
  readonly #ranges: Readonly<Record<AccountClass, readonly [number, number]>>;

  constructor(shape: PopulationShape, ranks: Ranks, random: Random) {
    this.accounts = shape.accounts;
    this.ledgers = shape.ledgers;
    this.#shape = shape;
    this.#ranks = ranks;
    this.#random = random;
    const perLedger = Math.floor(shape.accounts / shape.ledgers);
    const ranges: Partial<Record<AccountClass, readonly [number, number]>> = {};
    let from = 0;
    for (const name of accountClasses) {
      if (name === 'plain') {
        ranges.plain = [from, perLedger - from];
        continue;
      }
      const [share, minimum] = shape.shares[name];
      const count = Math.max(minimum, Math.floor((perLedger * share) / 100));
      ranges[name] = [from, count];
      from += count;
    }
    this.#ranges = ranges as Record<AccountClass, readonly [number, number]>;
  }

  /** The number of an account of this class in ledger `ledger`, by popularity. */
  pick(random: Random, name: AccountClass, ledger: number): number {
    const [, count] = this.#ranges[name];
    return this.nth(name, this.#ranks.draw(random, count), ledger);
  }

  /** The number of the account with this place in its class (the most popular has 0). */
  nth(name: AccountClass, place: number, ledger: number): number {
    return (this.#ranges[name][0] + place) * this.ledgers + ledger;
  }

  /** A plain account that keeps a history, by popularity. */
  pickWithHistory(random: Random): number {
    const { historyPeriod } = this.#shape;
    const [from, count] = this.#ranges.plain;
    const first = (2 * historyPeriod + 1 - (from % historyPeriod)) % historyPeriod;
    const places = Math.max(1, Math.ceil((count - first) / historyPeriod));
    const place = first + this.#ranks.draw(random, places) * historyPeriod;
    return this.nth('plain', place, random.below(this.ledgers));
  }

  /** Another account of the same class and ledger; the same where the class has only one. */
  next(number: number): number {
    const [from, count] = this.#ranges[this.classOf(number)];
    const place = Math.floor(number / this.ledgers) - from;
    // Accounts left over from an uneven division are plain and come after the last range.
    return (from + ((place + 1) % count)) * this.ledgers + (number % this.ledgers);
  }

  classOf(number: number): AccountClass {
    const place = Math.floor(number / this.ledgers);
    for (const name of accountClasses) {
      const [from, count] = this.#ranges[name];
      if (place < from + count) return name;
    }
    return 'plain';
  }

  /** What account `number` is created with, without the flag that links it to the next. */
  event(number: number): AccountEvent {
    let event = this.#events.get(number);
    if (event === undefined) {
      event = this.#event(number);
      if (this.#events.size >= eventsMax) this.#events.clear();
      this.#events.set(number, event);
    }
    return event;
  }

  #event(number: number): AccountEvent {
    const random = this.#random.at(number);
    const place = Math.floor(number / this.ledgers);
    const { historyPeriod, importedAt } = this.#shape;
    const keepsHistory = (place + historyPeriod - 1) % historyPeriod === 0;
    return {
      id: number,
      ...blankAccount,
      ...drawUserData(random),
      ledger: ledgerNumber(number % this.ledgers),
      flags:
        flagsOf(this.classOf(number)) |
        (keepsHistory ? accountFlags.history : 0) |
        (importedAt === null ? 0 : accountFlags.imported),
      timestamp: importedAt === null ? 0n : importedAt(number),
    };
  }
}

/** Accounts that are kept for speed. */
const eventsMax = 4096;

/** The fields of an account that are zero unless someone makes a mistake. */
export const blankAccount = {
  debitsPending: 0n,
  debitsPosted: 0n,
  creditsPending: 0n,
  creditsPosted: 0n,
  reserved: 0,
  timestamp: 0n,
} as const;

function flagsOf(name: AccountClass): number {
  if (name === 'closed') return accountFlags.closed;
  if (name === 'debitsLimited') return accountFlags.debits_must_not_exceed_credits;
  if (name === 'creditsLimited') return accountFlags.credits_must_not_exceed_debits;
  return 0;
}
