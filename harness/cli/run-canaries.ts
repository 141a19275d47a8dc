import { ChildPool } from './child-pool.ts';
import { givenOfSeed } from './swarm-seed.ts';
import type { Given } from './usage.ts';

/** Independent series of seeds for each canary; how many seeds it takes is their median. */
export const seriesCount = 5;

/** Where the series begin: far enough from each other never to meet. */
const seriesApart = 1_000_000;

/** Milliseconds for making a failure small; a hang is longer than that. */
const shrinkWithin = 60_000;
const shrinkHang = 4 * shrinkWithin;

/** A planted bug, as far as who looks for it has to know it. */
export interface CanaryPlan {
  readonly name: string;
  readonly bug: string;
  readonly caughtBy: string;
  readonly workload?: string;
  readonly set?: readonly string[];
}

/** One seed for a child process. */
export interface CanaryTask {
  readonly canary: string;
  /** The options of `vivarium run`, the seed among them. */
  readonly given: Given;
}

/** How large a plan is. */
export interface CanarySize {
  readonly requests: number;
  readonly faults: number;
}

/** Who caught it in a seed, and how large that seed's plan was. */
export interface CanaryCatch extends CanarySize {
  readonly by: string;
}

/** What came of a planted bug. */
export interface CanaryFinding {
  readonly name: string;
  readonly bug: string;
  /** Whether every series caught it. */
  readonly caught: boolean;
  /** Who caught it in the smallest plan; where nobody did, the checker that ought to have. */
  readonly by: string;
  /** Until it was caught, in the median of the series; null where one of them never did. */
  readonly seeds: number | null;
  /** Of the smallest plan in which it is still caught; null where it was not. */
  readonly requests: number | null;
  readonly faults: number | null;
}

export interface CanariesOptions {
  readonly canaries: readonly CanaryPlan[];
  /** The compiled module with `tryCanary` and `shrinkCanary`. */
  readonly worker: string;
  /** Of a series, at the most. */
  readonly seedsMax: number;
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/** Looks for each canary in five series of a swarm's seeds, and makes one failure of it small. */
export async function runCanaries(options: CanariesOptions): Promise<CanaryFinding[]> {
  const { canaries, jobs, signal, worker } = options;
  const pool = new ChildPool({ file: worker, jobs, signal });
  const found: (CanaryFinding | undefined)[] = [];
  const left = canaries.entries();
  const work = async (): Promise<void> => {
    for (const [position, canary] of left) {
      const finding = await new CanaryTrial(canary, pool, options).look();
      if (signal.aborted) return;
      found[position] = finding;
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs }, work));
  } finally {
    await pool.close();
  }
  return found.filter((finding) => finding !== undefined);
}

/** The first seed of a series in which the canary was caught. */
interface SeriesCatch extends CanaryCatch {
  readonly given: Given;
  readonly seeds: number;
}

/** One canary, and all that is tried with it. */
class CanaryTrial {
  readonly #canary: CanaryPlan;
  readonly #pool: ChildPool;
  readonly #options: CanariesOptions;

  constructor(canary: CanaryPlan, pool: ChildPool, options: CanariesOptions) {
    this.#canary = canary;
    this.#pool = pool;
    this.#options = options;
  }

  async look(): Promise<CanaryFinding> {
    const { name, bug, caughtBy } = this.#canary;
    const catches: SeriesCatch[] = [];
    for (let series = 0; series < seriesCount; series++) {
      const caught = await this.#series(series);
      // One series that comes to its end in vain decides it.
      if (caught === null) {
        const nothing = { seeds: null, requests: null, faults: null };
        return { name, bug, caught: false, by: caughtBy, ...nothing };
      }
      catches.push(caught);
    }
    const needed = catches.map(({ seeds }) => seeds).toSorted((a, b) => a - b);
    const seeds = needed[Math.floor(seriesCount / 2)] ?? null;
    const smallest = catches.reduce((best, each) => (extent(each) < extent(best) ? each : best));
    const { requests, faults } = await this.#shrink(smallest);
    return { name, bug, caught: true, by: smallest.by, seeds, requests, faults };
  }

  async #series(series: number): Promise<SeriesCatch | null> {
    const { name } = this.#canary;
    const { seedsMax, signal, onProgress } = this.#options;
    for (let seeds = 1; seeds <= seedsMax && !signal.aborted; seeds++) {
      onProgress(`${name} · series ${series + 1} of ${seriesCount} · seed ${seeds}`);
      const given = givenForCanary(this.#canary, String(series * seriesApart + seeds - 1));
      const task: CanaryTask = { canary: name, given };
      const ended = await this.#pool.run<CanaryCatch | null>('tryCanary', task);
      // A process that fails catches nothing.
      if (ended !== null && 'value' in ended && ended.value !== null) {
        return { ...ended.value, given, seeds };
      }
    }
    return null;
  }

  /** As it was where the shrinking itself fails. */
  async #shrink({ given, by, ...size }: SeriesCatch): Promise<CanarySize> {
    const { name } = this.#canary;
    this.#options.onProgress(`${name} · makes the failure small`);
    const task = { canary: name, given, by, within: shrinkWithin };
    const ended = await this.#pool.run<CanarySize>('shrinkCanary', task, shrinkHang);
    return ended !== null && 'value' in ended ? ended.value : size;
  }
}

function extent({ requests, faults }: CanarySize): number {
  return requests + faults;
}

/** A seed of the swarm in which a canary is looked for. */
export function givenForCanary(
  { workload = 'mixed', set }: Pick<CanaryPlan, 'workload' | 'set'>,
  seed: string,
): Given {
  const given = set === undefined ? {} : { set };
  return givenOfSeed(seed, { workload, faults: 'swarm', given, shape: {} });
}
