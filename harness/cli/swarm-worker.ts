import type { Evidence } from '../checkers/checker.ts';
import type { Failure } from '../failure.ts';
import type { History } from '../history.ts';
import type { Plan } from '../plan.ts';
import { type ExitCode, exitCodes } from '../result.ts';
import { type Cell, CoverageTracer } from '../swarm/coverage.ts';
import type { Outcome } from '../swarm/outcome.ts';
import { assess } from './assess.ts';
import type { ChosenWorkload } from './chosen-workload.ts';
import { compareRuns } from './compare-runs.ts';
import { recordInMemory } from './record-in-memory.ts';
import { planOf } from './run-settings.ts';
import { failuresOf } from './same-failure.ts';
import type { Given } from './usage.ts';

/** One seed of a swarm, as a child process is told of it. */
export interface SeedTask {
  /** The options of `vivarium run`, the seed among them. */
  readonly given: Given;
  readonly seed: string;
  /** Whether to run it a second time, and compare. */
  readonly twice: boolean;
}

/** What a seed came to, and the rare branches that it took. */
export interface SeedEnding {
  readonly outcome: Outcome;
  readonly reached: readonly Cell[];
}

/** Runs one seed in memory, and judges it. Called in a child process. */
export async function runSeed({ given, seed, twice }: SeedTask): Promise<SeedEnding> {
  const begin = performance.now();
  const { plan, chosen, reproduce } = await planOf(given, () => {});
  const line = reproduce ?? '';
  const coverage = new CoverageTracer(plan);
  const evidence = await recorded(plan, chosen, coverage);
  const { history } = evidence;
  const result = assess({ evidence, chosen, reproduce: line, seconds: 0 });
  const judged = result.exit === exitCodes.pass ? null : failureIn(history, result);
  const again = twice ? await differenceIn(plan, chosen, history) : null;
  const outcome = {
    seed,
    exit: exitOf(result.exit, again),
    failure: again ?? judged,
    fingerprint: result.fingerprint,
    requests: result.counts.requests,
    events: result.counts.events,
    faults: result.counts.faults,
    duration: result.duration,
    wall: Math.round(performance.now() - begin),
    reproduce: line,
  };
  return { outcome, reached: coverage.reached() };
}

/** What the run asked for is remembered in the workload, for those who judge it. */
async function recorded(
  plan: Plan,
  chosen: ChosenWorkload,
  tracer?: CoverageTracer,
): Promise<Evidence> {
  const workload = chosen.open(plan);
  const { signal } = new AbortController();
  const history = await recordInMemory(plan, workload, signal, undefined, tracer);
  return { plan, history, workload };
}

type Judged = ReturnType<typeof assess>;

function failureIn(history: History, { checkers }: Judged): Failure {
  const [first] = failuresOf(history, checkers);
  if (first !== undefined) return first;
  const unknown = checkers.find(({ verdict }) => verdict === 'unknown');
  return { by: unknown?.name ?? 'nobody', why: unknown?.why ?? 'No checker was asked.' };
}

async function differenceIn(
  plan: Plan,
  chosen: ChosenWorkload,
  history: History,
): Promise<Failure | null> {
  const again = await recorded(plan, chosen);
  const { same, sentence } = compareRuns(history, again.history);
  return same ? null : { by: 'determinism', why: sentence };
}

function exitOf(exit: ExitCode, again: Failure | null): ExitCode {
  return again === null ? exit : exitCodes.nondeterminism;
}
