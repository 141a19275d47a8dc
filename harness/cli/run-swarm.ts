import { fileURLToPath } from 'node:url';
import { Tinypool } from 'tinypool';
import type { Failure } from '../failure.ts';
import { exitCodes } from '../result.ts';
import { drawShape, type Shape } from '../swarm/draw-shape.ts';
import type { Outcome } from '../swarm/outcome.ts';
import { emptySwarm, type SwarmResult, withOutcome } from '../swarm/swarm-result.ts';
import { runCommandOf } from './reproduction.ts';
import type { SeedTask } from './swarm-worker.ts';
import type { Given } from './usage.ts';

/** Every so many seeds one is run twice: what is not deterministic fails, too. */
const twiceEvery = 20;

/** Milliseconds after which a seed hangs: a hundred times what one takes. */
const seedTimeout = 120_000;

export interface SwarmOptions {
  readonly workload: string;
  readonly faults: string;
  /** The options of `run` that hold for all seeds. */
  readonly given: Given;
  /** What of the shape is not drawn from each seed. */
  readonly shape: Partial<Shape>;
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
  return swarm.result();
}

class Swarm {
  readonly #options: SwarmOptions;
  readonly #pool: Tinypool;
  readonly #seeds: Iterator<string>;
  readonly #begin = performance.now();
  #totals: SwarmResult;

  constructor(options: SwarmOptions) {
    this.#options = options;
    this.#totals = emptySwarm(options.workload, options.faults);
    this.#seeds = options.seeds[Symbol.iterator]();
    this.#pool = new Tinypool({
      runtime: 'child_process',
      filename: fileURLToPath(new URL('./swarm-worker.js', import.meta.url)),
      name: 'runSeed',
      minThreads: options.jobs,
      maxThreads: options.jobs,
    });
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
    await this.#pool.destroy();
  }

  result(): SwarmResult {
    const wall = Math.round(performance.now() - this.#begin) / 1000;
    return { ...this.#totals, wall, interrupted: this.#options.signal.aborted };
  }

  #enough(): boolean {
    const { signal, within, failFast } = this.#options;
    const failed = this.#totals.failures.length;
    return signal.aborted || failed >= failFast || performance.now() - this.#begin > within;
  }

  /** A seed that the swarm's interruption broke off counts for nothing. */
  async #run(seed: string): Promise<void> {
    const task = this.#taskOf(seed);
    const timeout = AbortSignal.timeout(seedTimeout);
    const begin = performance.now();
    try {
      const signal = AbortSignal.any([timeout, this.#options.signal]);
      const outcome = (await this.#pool.run(task, { signal })) as Outcome;
      this.#totals = withOutcome(this.#totals, outcome, task.twice);
    } catch (error) {
      if (this.#options.signal.aborted) return;
      const by = timeout.aborted ? 'hang' : 'crash';
      const why = timeout.aborted
        ? `The run did not end within ${seedTimeout / 1000} seconds.`
        : `The process of this run ended: ${error instanceof Error ? error.message : String(error)}`;
      const outcome = brokenOff(task, { by, why }, Math.round(performance.now() - begin));
      this.#totals = withOutcome(this.#totals, outcome, false);
    }
  }

  #taskOf(seed: string): SeedTask {
    const { given, shape, workload, faults } = this.#options;
    const { replicas, clients, requests } = drawShape(seed, shape);
    const own = {
      ...given,
      workload,
      faults,
      seed,
      replicas: String(replicas),
      clients: String(clients),
      requests: String(requests),
    };
    return { given: own, seed, twice: Number(seed) % twiceEvery === 0 };
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
