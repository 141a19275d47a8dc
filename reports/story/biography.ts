import type { Balance } from '../../harness/checkers/balance-book.ts';
import type { Nanoseconds } from '../../harness/time.ts';

export type Side = 'debit' | 'credit';

/** Sums of an account, as its record has them. */
export type Sums = Pick<
  Balance,
  'debitsPending' | 'debitsPosted' | 'creditsPending' | 'creditsPosted'
>;

/** What happened to an account or to a transfer, op by op. */
export interface Biography {
  readonly kind: 'account' | 'transfer';
  readonly id: bigint;
  /** `A` for an account, `T1` for a transfer. */
  readonly name: string;
  /** What it is: `in ledger 1, code 7, with a limit`; empty where nothing told of it. */
  readonly about: string;
  readonly chapters: readonly Chapter[];
  /** How many chapters stand between the first and the second one here. */
  readonly leftOut: number;
}

/** One thing that happened to it. */
export interface Chapter {
  readonly op: number;
  readonly time: Nanoseconds;
  /** Position of the op's first commit in the history's events. */
  readonly position: number;
  /** `debited 354 by transfer T1`. */
  readonly text: string;
  /** Of an account: what all that was acknowledged up to here adds up to; null if uncertain. */
  readonly balance: Sums | null;
  /** Of an account: what somebody was told here. */
  readonly read: Sums | null;
}
