import { shareable } from '../../harness/checkers/catalogue.ts';
import type { Evidence } from '../../harness/checkers/checker.ts';
import type { Result } from '../../harness/result.ts';
import type { Nanoseconds } from '../../harness/time.ts';
import { biographiesOf } from './biographies.ts';
import type { Biography, Side } from './biography.ts';
import { conclude } from './conclusion.ts';
import { findInvolved } from './involved.ts';
import { followLives } from './life-walk.ts';
import type { Entry } from './lives.ts';
import { Moments } from './moments.ts';
import { Names } from './names.ts';
import { findWrongSums, type WrongSum } from './suspects.ts';
import { drawAccount } from './t-account.ts';
import { chooseViolation } from './violation.ts';

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
  /** By the lines up to when it was read, and as somebody was told then. */
  readonly sums: readonly TSum[];
  /** The op at which it was read; null where nobody did. */
  readonly readAt: number | null;
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
  /** It did not arrive, or did although it was refused; or it is what the violation is about. */
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

/** So many accounts and transfers are told of at most. */
const livesMax = 8;
const drawnMax = 4;
const suspectsMax = 3;

/** Null where nothing is violated. Equal evidence gives an equal story. */
export function tellStory(given: Evidence, result: Result): Story | null {
  const violation = chooseViolation(given.history, result);
  if (violation === null) return null;
  // The log is walked twice.
  const evidence = shareable(given);
  const involved = findInvolved(evidence, violation);
  const cast = castOf(evidence, involved);
  const names = new Names(cast.accounts, cast.transfers);
  const lives = followLives(evidence, cast.accounts, cast.transfers, names);
  const opMax = lastOp(evidence, involved);
  const wrong = findWrongSums(lives, opMax);
  const named = wrong.flatMap(suspectsOf).map(({ transfer }) => transfer);
  // Where no balance is wrong, the transfers in question are those that the violation names.
  const suspects = new Set(wrong.length > 0 ? named : involved.transfers);
  const ops = wrong.flatMap(suspectsOf).map(({ op }) => op);
  const moments = new Moments(evidence, lives, names).tell(
    involved,
    ops,
    violation.checker === 'liveness',
  );
  const drawn = cast.accounts.slice(0, drawnMax).map((id) =>
    drawAccount(id, {
      lives,
      names,
      opMax,
      wrong: wrong.find(({ reading }) => reading.account === id),
      suspects,
    }),
  );
  return {
    checker: violation.checker,
    sentences: [...moments, ...conclude(violation, wrong, lives, names)],
    // An account that is right, and has nothing to do with what is in question, explains nothing.
    accounts: drawn.filter(
      ({ lines, missing }) => missing !== '' || lines.some(({ suspect }) => suspect),
    ),
    biographies: biographiesOf(lives, names, opMax),
    involved: { ...involved, ...cast, ops: [...new Set([...involved.ops, ...ops])] },
  };
}

/** Whose lives are told: who is involved, the suspects, and who is on the other side of those. */
function castOf(evidence: Evidence, involved: Involved): Pick<Involved, 'accounts' | 'transfers'> {
  const { accounts, transfers } = involved;
  const lives = followLives(evidence, accounts, transfers, new Names(accounts, transfers));
  const wrong = findWrongSums(lives, lastOp(evidence, involved));
  const suspects = wrong.flatMap(suspectsOf);
  const known = transfers.slice(0, livesMax - suspectsMax);
  const sides = known.flatMap((id) => lives.sidesOf(id));
  const others = [...suspects.map(({ other }) => other), ...sides].filter((id) => id !== 0n);
  return {
    accounts: [...new Set([...accounts.slice(0, livesMax - suspectsMax), ...others])].slice(
      0,
      livesMax,
    ),
    transfers: [...new Set([...suspects.map(({ transfer }) => transfer), ...known])].slice(
      0,
      livesMax,
    ),
  };
}

function suspectsOf({ suspects, how }: WrongSum): readonly Entry[] {
  return how === 'none' ? [] : suspects.slice(0, suspectsMax);
}

/** The last op that the violation shows in; beyond it nothing explains it. */
function lastOp(evidence: Evidence, { positions }: Involved): number {
  const ops = positions.flatMap((position) => {
    const event = evidence.history.events[position];
    return event !== undefined && 'op' in event ? [event.op] : [];
  });
  return ops.length === 0 ? Number.MAX_SAFE_INTEGER : Math.max(...ops);
}
