import type { History } from '../history.ts';
import type { Plan } from '../plan.ts';
import type { Workload } from '../workload.ts';

/** What a checker reads. Nothing else: a recorded run can be checked on another day. */
export interface Evidence {
  readonly plan: Plan;
  readonly history: History;
  /** Gives the bodies of requests, from the plan's seed and parameters. */
  readonly workload: Workload;
}

/** `unknown`: the evidence decides nothing. Never printed as a pass. */
export type Truth = 'pass' | 'fail' | 'unknown';

/** What a checker found: one line of the result's `checkers`, and of every report. */
export interface Verdict {
  /** The checker's. */
  readonly name: string;
  readonly verdict: Truth;
  /** How much was checked, and of what: `1873 replies`. 0 where nothing could be. */
  readonly checked: number;
  readonly unit: string;
  /** One sentence: what holds, or the two things that cannot both be true. */
  readonly why: string;
  /** Positions in the history's events that show it; a few, in order. */
  readonly events: readonly number[];
  /**
   * What it would have held against a rule, and the history never showed, in words: `an account
   * with a limit`. Left out where it met everything. Listed under `neverExercised` of the result.
   */
  readonly vacuous?: readonly string[];
}

/**
 * An invariant, as a pure function of plan and history. To be exported by a workload's module in
 * the list `checkers`, where it is one of your own.
 */
export interface Checker {
  readonly name: string;
  /** One sentence: what it proves. */
  readonly about: string;
  /** What is broken where it fails: decides the exit code. */
  readonly property: 'safety' | 'liveness';
  check(evidence: Evidence): Omit<Verdict, 'name'>;
}
