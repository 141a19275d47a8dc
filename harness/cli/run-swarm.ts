import { fileURLToPath } from 'node:url';
import type { Failure } from '../failure.ts';
import { exitCodes } from '../result.ts';
import { CoverageTally } from '../swarm/coverage.ts';
import type { Outcome } from '../swarm/outcome.ts';
import { emptySwarm, type SwarmResult, withOutcome } from '../swarm/swarm-result.ts';
import { ChildPool } from './child-pool.ts';
import { runCommandOf } from './reproduction.ts';
import { givenOfSeed, type SwarmSettings } from './swarm-seed.ts';
import type { SeedEnding, SeedTask } from './swarm-worker.ts';

/** Every so many seeds one is run twice: what is not deterministic fails, too. */
const twiceEvery = 20;

export interface SwarmOptions extends SwarmSettings {
  readonly seeds: Iterable<string>;
  readonly jobs: number;
  /** After so many failures no more seeds are begun. */
  readonly failFast: number;
  /** Milliseconds of this machine after which no more are begun. */
  readonly within: number;
  readonly signal: AbortSignal;
  readonly onProgress: (result: SwarmResult) => void;
}

/** Runs seeds in child processes. One that crashes or hangs fails, and takes no other along. */
export async function runSwarm(options: SwarmOptions): Promise<SwarmResult> {
  const swarm = new Swarm(options);
  try {
    await Promise.all(Array.from({ length: options.jobs }, () => swarm.work()));
  } finally {
    await swarm.close();
  }
  return swarm.ending();
}

class Swarm {
  readonly #options: SwarmOptions;
  readonly #pool: ChildPool;
  readonly #seeds: Iterator<string>;
  readonly #begin = performance.now();
  readonly #coverage = new CoverageTally();
  #totals: SwarmResult;

  constructor(options: SwarmOptions) {
    this.#options = options;
    this.#totals = emptySwarm(options.workload, options.faults);
    this.#seeds = options.seeds[Symbol.iterator]();
    const { jobs, signal } = options;
    const file = fileURLToPath(new URL('./swarm-worker.js', import.meta.url));
    this.#pool = new ChildPool({ file, jobs, signal });
  }

  /** Takes one seed after the other for as long as there are any. */
  async work(): Promise<void> {
    while (!this.#enough()) {
      const next = this.#seeds.next();
      if (next.done === true) return;
      await this.#run(next.value);
      this.#options.onProgress(this.result());
    }
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  result(): SwarmResult {
    const wall = Math.round(performance.now() - this.#begin) / 1000;
    return { ...this.#totals, wall, interrupted: this.#options.signal.aborted };
  }

  /** What it came to, with what was reached: only the last look at it pays for that. */
  ending(): SwarmResult {
    return { ...this.result(), coverage: this.#coverage.coverage() };
  }

  #enough(): boolean {
    const { signal, within, failFast } = this.#options;
    const failed = this.#totals.failures.length;
    return signal.aborted || failed >= failFast || performance.now() - this.#begin > within;
  }

  /** A seed that the swarm's interruption broke off counts for nothing. */
  async #run(seed: string): Promise<void> {
    const task = this.#taskOf(seed);
    const begin = performance.now();
    const ended = await this.#pool.run<SeedEnding>('runSeed', task);
    if (ended === null) return;
    if ('value' in ended) {
      this.#totals = withOutcome(this.#totals, ended.value.outcome, task.twice);
      for (const cell of ended.value.reached) this.#coverage.add(cell);
    } else {
      const wall = Math.round(performance.now() - begin);
      this.#totals = withOutcome(this.#totals, brokenOff(task, ended.failure, wall), false);
    }
  }

  #taskOf(seed: string): SeedTask {
    const given = givenOfSeed(seed, this.#options);
    return { given, seed, twice: Number(seed) % twiceEvery === 0 };
  }
}

function brokenOff({ seed, given }: SeedTask, failure: Failure, wall: number): Outcome {
  return {
    seed,
    exit: exitCodes.internal,
    failure,
    fingerprint: null,
    requests: 0,
    events: 0,
    faults: 0,
    duration: 0,
    wall,
    reproduce: runCommandOf(seed, String(given['workload']), given),
  };
}
