import type { Fault } from '../../harness/fault.ts';
import type { Plan } from '../../harness/plan.ts';
import { removeChunks } from './remove-chunks.ts';
import { requestsOf, withRequests } from './requests-of.ts';
import {
  shorterLoads,
  simplerClusters,
  simplerFaults,
  simplerTimes,
  smallerParameter,
} from './simpler.ts';

/** How far a shrinking is. */
export interface ShrinkProgress {
  /** What is being tried: `requests`, `faults`, `cluster`, `lengths`, `amounts`, `times`. */
  readonly pass: string;
  /** Plans run so far. */
  readonly attempts: number;
  /** The smallest that still fails. */
  readonly plan: Plan;
}

export interface ShrinkOptions {
  /** Whether a plan fails in the same way. It is never asked for a plan that `valid` refuses. */
  readonly stillFails: (plan: Plan) => Promise<boolean>;
  /** Whether a plan can be run at all: its parts fit, its faults are within the budget. */
  readonly valid: (plan: Plan) => boolean;
  /** Asked before every attempt; true ends the shrinking with what was found so far. */
  readonly enough: () => boolean;
  readonly onProgress: (progress: ShrinkProgress) => void;
}

/**
 * Makes a failing plan small: fewer requests, an earlier end, fewer faults, clients and replicas,
 * then shorter faults and smaller parameters of the workload, over and over, until nothing more
 * can go.
 */
export async function shrinkPlan(plan: Plan, options: ShrinkOptions): Promise<Plan> {
  const shrinking = new Shrinking(plan, options);
  for (let before: Plan | null = null; before !== shrinking.best; ) {
    before = shrinking.best;
    await shrinking.tryEach('requests', shorterLoads);
    await shrinking.removeRequests();
    await shrinking.tryEach('times', simplerTimes);
    await shrinking.removeFaults();
    await shrinking.tryEach('cluster', simplerClusters);
    await shrinking.tryEach('lengths', simplerFaults);
    await shrinking.halveParameters();
    await shrinking.tryEach('times', simplerTimes);
  }
  return shrinking.best;
}

class Shrinking {
  best: Plan;
  readonly #options: ShrinkOptions;
  #attempts = 0;

  constructor(plan: Plan, options: ShrinkOptions) {
    this.best = plan;
    this.#options = options;
  }

  async removeRequests(): Promise<void> {
    const { workload } = this.best;
    await removeChunks(requestsOf(workload.stages), (kept) => {
      const stages = withRequests(workload.stages, kept);
      return this.#attempt('requests', { ...this.best, workload: { ...workload, stages } });
    });
  }

  async removeFaults(): Promise<void> {
    await removeChunks<Fault>(this.best.faults, (faults) =>
      this.#attempt('faults', { ...this.best, faults }),
    );
  }

  /** One after the other, each for as long as it helps. */
  async halveParameters(): Promise<void> {
    for (const name of Object.keys(this.best.workload.parameters)) {
      // Two follow from the cluster.
      if (name === 'bodySizeMax' || name === 'epoch') continue;
      for (let fails = true; fails; ) {
        const smaller = smallerParameter(this.best, name);
        fails = smaller !== null && (await this.#attempt('amounts', smaller));
      }
    }
  }

  /** Takes the first of the simpler plans that still fails, and asks again for simpler ones. */
  async tryEach(pass: string, simpler: (plan: Plan) => Iterable<Plan>): Promise<void> {
    for (let improved = true; improved; ) {
      improved = false;
      for (const candidate of simpler(this.best)) {
        if (!(await this.#attempt(pass, candidate))) continue;
        improved = true;
        break;
      }
    }
  }

  async #attempt(pass: string, candidate: Plan): Promise<boolean> {
    const { enough, valid, stillFails, onProgress } = this.#options;
    if (enough() || !valid(candidate)) return false;
    this.#attempts += 1;
    const fails = await stillFails(candidate);
    if (fails) this.best = candidate;
    onProgress({ pass, attempts: this.#attempts, plan: this.best });
    return fails;
  }
}
