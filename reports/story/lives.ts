import type { BalanceBook } from '../../harness/checkers/balance-book.ts';
import type { Nanoseconds } from '../../harness/time.ts';
import type { Chapter, Sums } from './biography.ts';

export const sumFields = [
  'debitsPending',
  'debitsPosted',
  'creditsPending',
  'creditsPosted',
] as const;
export type SumField = (typeof sumFields)[number];

/** What a transfer did to a sum of an account that is watched, or would have done. */
export interface Entry {
  readonly op: number;
  readonly account: bigint;
  /** Who is on the other side. */
  readonly other: bigint;
  readonly transfer: bigint;
  readonly field: SumField;
  /** What is added; below zero where something that was pending is given back. */
  readonly amount: bigint;
  /** False where the transfer was refused, so that nothing should have been added. */
  readonly done: boolean;
}

/** What somebody was told of an account. */
export interface ReadingOf {
  readonly op: number;
  readonly position: number;
  readonly account: bigint;
  readonly read: Sums;
  /** What was acknowledged adds up to this; null where that is uncertain. */
  readonly expected: Sums | null;
}

/** What somebody who asked to create a watched transfer was told. */
export interface Answer {
  /** The reply's position in the history's events; −1 where none came. */
  readonly position: number;
  readonly transfer: bigint;
  /** `(5 from account A to account B) was answered created`. */
  readonly text: string;
}

/** The moment of an op that is being entered. */
export interface Now {
  readonly op: number;
  readonly time: Nanoseconds;
  readonly position: number;
}

/** All that happened to what is watched, in the order of the log. */
export class Lives {
  readonly entries: Entry[] = [];
  readonly readings: ReadingOf[] = [];
  readonly answers: Answer[] = [];
  /** Pending transfers that a watched account takes part in, with the accounts of each. */
  readonly pendings = new Map<bigint, { readonly debit: bigint; readonly credit: bigint }>();
  readonly #accounts: Map<bigint, Chapter[]>;
  readonly #transfers: Map<bigint, Chapter[]>;
  readonly #sides = new Map<bigint, readonly bigint[]>();
  readonly #abouts = new Map<string, string>();
  readonly #book: BalanceBook;

  constructor(accounts: Iterable<bigint>, transfers: Iterable<bigint>, book: BalanceBook) {
    this.#accounts = new Map([...accounts].map((id) => [id, []]));
    this.#transfers = new Map([...transfers].map((id) => [id, []]));
    this.#book = book;
  }

  watches(kind: 'account' | 'transfer', id: bigint): boolean {
    return (kind === 'account' ? this.#accounts : this.#transfers).has(id);
  }

  get accounts(): Iterable<bigint> {
    return this.#accounts.keys();
  }

  get transfers(): Iterable<bigint> {
    return this.#transfers.keys();
  }

  chaptersOf(kind: 'account' | 'transfer', id: bigint): readonly Chapter[] {
    return (kind === 'account' ? this.#accounts : this.#transfers).get(id) ?? [];
  }

  describe(kind: 'account' | 'transfer', id: bigint, about: string): void {
    if (!this.#abouts.has(`${kind} ${id}`)) this.#abouts.set(`${kind} ${id}`, about);
  }

  aboutOf(kind: 'account' | 'transfer', id: bigint): string {
    return this.#abouts.get(`${kind} ${id}`) ?? '';
  }

  /** The accounts that a watched transfer moves between, as far as anybody named them. */
  sidesOf(transfer: bigint): readonly bigint[] {
    return this.#sides.get(transfer) ?? [];
  }

  setSides(transfer: bigint, debit: bigint, credit: bigint): void {
    if (!this.#sides.has(transfer)) this.#sides.set(transfer, [debit, credit]);
  }

  /** What was acknowledged up to now; null where nobody can know. */
  sumsOf(id: bigint): Sums | null {
    const balance = this.#book.balanceOf(id);
    if (balance === undefined) {
      return { debitsPending: 0n, debitsPosted: 0n, creditsPending: 0n, creditsPosted: 0n };
    }
    return balance.uncertain ? null : balance;
  }

  tellOfAccount(id: bigint, now: Now, text: string, read: Sums | null = null): void {
    this.#accounts.get(id)?.push({ ...now, text, balance: this.sumsOf(id), read });
  }

  tellOfTransfer(id: bigint, now: Now, text: string): void {
    this.#transfers.get(id)?.push({ ...now, text, balance: null, read: null });
  }
}

/** Which sums are told otherwise than they are, in the order of a record. */
export function differing(read: Sums, expected: Sums | null): readonly SumField[] {
  if (expected === null) return [];
  return sumFields.filter((field) => read[field] !== expected[field]);
}
