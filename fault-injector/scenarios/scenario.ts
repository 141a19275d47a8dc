import { assert } from '../../harness/assert.ts';
import type { Fault } from '../../harness/fault.ts';
import type { Random } from '../../harness/random.ts';
import type { Nanoseconds } from '../../harness/time.ts';
import type { DrawScope, Interval } from '../draw-scope.ts';

/** Faults that belong together, under a name. */
export interface Scenario {
  readonly name: string;
  /** One sentence: what goes wrong, and what that is for. */
  readonly about: string;
  /** With fewer replicas than this it makes no sense, or could not be survived. */
  readonly replicasMin: number;
  /** What it draws keeps within the budget. */
  readonly draw: (scope: DrawScope) => readonly Fault[];
}

/** Shorter than this a round has no room for anything to happen. */
const roundMin: Nanoseconds = 100_000_000;

/**
 * One round after another, from the beginning of the scope to its end, each with randomness of its
 * own. There is one at least: where the scope is shorter than a round, the round is shorter, too.
 * @param calm after each round
 */
export function drawRounds(
  scope: DrawScope,
  length: Nanoseconds,
  calm: Nanoseconds,
  draw: (round: DrawScope) => readonly Fault[],
): Fault[] {
  const faults: Fault[] = [];
  const span = Math.min(length, scope.until - scope.from);
  if (span < roundMin) return faults;
  for (let round = 0, from = scope.from; from + span <= scope.until; round++) {
    const random = scope.random.at(round);
    faults.push(...draw({ ...scope, random, from, until: from + span }));
    from += span + calm;
  }
  return faults;
}

/** A part of a round, from and until in percent of it. */
export function part({ from, until }: Interval, begin: number, end: number): Interval {
  assert(begin < end && end <= 100, 'a part lies in its round');
  const span = until - from;
  const at = (percent: number): Nanoseconds => from + Math.floor((span * percent) / 100);
  return { from: at(begin), until: at(end) };
}

export function allReplicas({ replicas }: DrawScope): number[] {
  return Array.from({ length: replicas }, (_, replica) => replica);
}

/** So many replicas, ascending. */
export function someReplicas(scope: DrawScope, random: Random, count: number): number[] {
  return random
    .shuffled(allReplicas(scope))
    .slice(0, count)
    .toSorted((a, b) => a - b);
}

/** As many as are fewer than half, but one at least. */
export function minority(replicas: number): number {
  return Math.max(1, Math.ceil(replicas / 2) - 1);
}
