import type { Truth, Verdict } from './checkers/checker.ts';
import type { ClusterShape } from './plan.ts';
import type { Nanoseconds } from './time.ts';

/** Of the process. Where several hold: the first of `exitCodePrecedence` that does. */
export const exitCodes = {
  pass: 0,
  safety: 1,
  unknown: 2,
  liveness: 3,
  gate: 4,
  crashed: 5,
  nondeterminism: 6,
  usage: 64,
  environment: 69,
  internal: 70,
  interrupted: 75,
} as const;

/** One of `exitCodes`. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodePrecedence: readonly ExitCode[] = [70, 6, 1, 5, 3, 2, 4];

/** `result.json`: what a run came to. Real times stand under `wall`; others are the cluster's. */
export interface Result {
  readonly vivarium: 'result';
  readonly version: 2;
  readonly verdict: Truth;
  readonly exit: ExitCode;
  readonly seed: string;
  /** 32 hexadecimal digits over the history: the same plan gives the same, on every machine. */
  readonly fingerprint: string;
  readonly cluster: { readonly kind: ClusterShape['kind']; readonly replicas: number };
  readonly workload: string;
  readonly checkers: readonly Verdict[];
  readonly counts: Counts;
  readonly neverExercised: NeverExercised;
  /** How long the run was by the cluster's clock; virtual where that is. */
  readonly duration: Nanoseconds;
  /** The command that does the same again. */
  readonly reproduce: string;
  readonly versions: { readonly vivarium: string; readonly node: string };
  /** Wall-clock seconds of this machine; differs between runs of the same plan. */
  readonly wall: { readonly run: number; readonly check: number };
}

/** How much of everything a run held. */
export interface Counts {
  readonly requests: number;
  readonly replies: number;
  readonly unanswered: number;
  readonly events: number;
  /** Ops that some replica committed, pulses and registers included. */
  readonly ops: number;
  /** Faults of the plan that struck something. */
  readonly faults: number;
  readonly viewChanges: number;
  readonly crashes: number;
  /**
   * How often creates were answered with each status, as `create_transfers.created`, the most
   * frequent first. The replies of reads have no status.
   */
  readonly createStatuses: { readonly [operationAndStatus: string]: number };
}

/**
 * What a run could have exercised and never did: it proves nothing about these. Every list is
 * there, and empty where nothing was missed.
 */
export interface NeverExercised {
  /** Operations that no client sent, as `query_accounts`. */
  readonly operations: readonly string[];
  /** Statuses that no reply to a create held, as `create_transfers.exists`. */
  readonly statuses: readonly string[];
  /** Kinds of faults that the plan has and that struck nothing, as `crash`. */
  readonly faults: readonly string[];
  /** What never happened to the cluster, in words: `a view change`. */
  readonly protocol: readonly string[];
  /** What a checker would have held against a rule, and never met, in words. */
  readonly checks: readonly { readonly checker: string; readonly condition: string }[];
}
