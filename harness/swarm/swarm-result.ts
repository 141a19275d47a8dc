import { type ExitCode, exitCodePrecedence, exitCodes } from '../result.ts';
import { type Coverage, CoverageTally, cellsOf } from './coverage.ts';
import type { Outcome } from './outcome.ts';

/** What a swarm came to, as `--json` and `--out` give it; `merge` joins those of shards. */
export interface SwarmResult {
  readonly vivarium: 'swarm';
  readonly version: 2;
  readonly workload: string;
  readonly faults: string;
  /** How many seeds were run to their end, and how many of them passed. */
  readonly seeds: number;
  readonly passed: number;
  /** How many were run twice and compared. */
  readonly repeated: number;
  readonly requests: number;
  readonly events: number;
  /** Faults that struck. */
  readonly struck: number;
  /** Virtual nanoseconds of all runs together. */
  readonly duration: number;
  /** Seconds of this machine from the beginning to the end; of shards: the longest. */
  readonly wall: number;
  readonly interrupted: boolean;
  /** Of the seeds that did not pass. */
  readonly failures: readonly Outcome[];
  /** Which rare branches were taken, under which faults and operations, in how many seeds. */
  readonly coverage: Coverage;
}

/** Of a swarm that has not run a seed yet. */
export function emptySwarm(workload: string, faults: string): SwarmResult {
  return {
    vivarium: 'swarm',
    version: 2,
    workload,
    faults,
    seeds: 0,
    passed: 0,
    repeated: 0,
    requests: 0,
    events: 0,
    struck: 0,
    duration: 0,
    wall: 0,
    interrupted: false,
    failures: [],
    coverage: {},
  };
}

/** The same swarm with one more seed. */
export function withOutcome(swarm: SwarmResult, outcome: Outcome, twice: boolean): SwarmResult {
  const passed = outcome.failure === null;
  return {
    ...swarm,
    seeds: swarm.seeds + 1,
    passed: swarm.passed + (passed ? 1 : 0),
    repeated: swarm.repeated + (twice ? 1 : 0),
    requests: swarm.requests + outcome.requests,
    events: swarm.events + outcome.events,
    struck: swarm.struck + outcome.faults,
    duration: swarm.duration + outcome.duration,
    failures: passed ? swarm.failures : [...swarm.failures, outcome],
  };
}

/** The exit code of the worst seed. */
export function exitOfSwarm({ failures, seeds, interrupted }: SwarmResult): ExitCode {
  const codes = new Set(failures.map(({ exit }) => exit));
  const worst = exitCodePrecedence.find((code) => codes.has(code));
  if (worst !== undefined) return worst;
  if (interrupted) return exitCodes.interrupted;
  // Where nothing ran, nobody can tell.
  return seeds === 0 ? exitCodes.unknown : exitCodes.pass;
}

/** The results of shards as one. */
export function mergeSwarms(shards: readonly [SwarmResult, ...SwarmResult[]]): SwarmResult {
  const sum = (count: (each: SwarmResult) => number): number =>
    shards.reduce((total, each) => total + count(each), 0);
  const [first] = shards;
  const tally = new CoverageTally();
  for (const { coverage } of shards) {
    for (const [cell, seeds] of cellsOf(coverage)) tally.add(cell, seeds);
  }
  return {
    ...first,
    seeds: sum(({ seeds }) => seeds),
    passed: sum(({ passed }) => passed),
    repeated: sum(({ repeated }) => repeated),
    requests: sum(({ requests }) => requests),
    events: sum(({ events }) => events),
    struck: sum(({ struck }) => struck),
    duration: sum(({ duration }) => duration),
    wall: Math.max(...shards.map(({ wall }) => wall)),
    interrupted: shards.some(({ interrupted }) => interrupted),
    failures: shards.flatMap(({ failures }) => failures),
    coverage: tally.coverage(),
  };
}
