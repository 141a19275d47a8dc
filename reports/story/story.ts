import type { Nanoseconds } from '../../harness/time.ts';
import type { Biography, Side } from './biography.ts';

/**
 * What led to a violation, as data: the page, the summary and `vivarium why` word nothing anew.
 * Accounts and transfers have short names in it (`account A`, `transfer T1`), since their ids are
 * up to 39 digits long; their biographies hold the ids.
 */
export interface Story {
  /** The checker whose violation is told: of several the one that shows first. */
  readonly checker: string;
  /** In the order in which they are to be read, to be numbered from 1; each ends with a stop. */
  readonly sentences: readonly Sentence[];
  /** The accounts whose balances are wrong, and those on the other side of what is wrong there. */
  readonly accounts: readonly TAccount[];
  /** The lives of all that is involved: accounts first. */
  readonly biographies: readonly Biography[];
  readonly involved: Involved;
}

export interface Sentence {
  readonly text: string;
  /** When it happened, by the cluster's clock; null for what is no event but a conclusion. */
  readonly time: Nanoseconds | null;
  /** Where in the history's events it stands; null for a conclusion. */
  readonly position: number | null;
}

/** An account as a bookkeeper draws it: debits on the left, credits on the right. */
export interface TAccount {
  /** `A`, as its biography is called. */
  readonly name: string;
  readonly id: bigint;
  /** In the order of the log. What came before them is the first line of each side. */
  readonly lines: readonly TLine[];
  /** By the lines, and as somebody was told; null where nobody read the account. */
  readonly sums: readonly TSum[];
  /** What does not fit, in a sentence; empty where all does. */
  readonly missing: string;
}

export interface TLine {
  readonly side: Side;
  /** Below zero where something that was pending is given back. */
  readonly amount: bigint;
  readonly pending: boolean;
  /** The name of the transfer, as `T1`, or what the line sums up. */
  readonly label: string;
  readonly op: number;
  /** This is the line that did not arrive, or arrived though it was refused. */
  readonly suspect: boolean;
}

/** The sum of a side's posted or pending lines, beside what a look-up said of it. */
export interface TSum {
  readonly side: Side;
  readonly pending: boolean;
  readonly byLines: bigint;
  readonly read: bigint | null;
}

/** What a violation has to do with. */
export interface Involved {
  /** Positions in the history's events that show it. */
  readonly positions: readonly number[];
  readonly ops: readonly number[];
  readonly requests: readonly { readonly session: number; readonly request: number }[];
  readonly accounts: readonly bigint[];
  readonly transfers: readonly bigint[];
}
