import { type ShrinkProgress, shrinkPlan } from '../../fault-injector/shrink/shrink-plan.ts';
import { checkAll, checkers } from '../checkers/catalogue.ts';
import type { Failure } from '../failure.ts';
import { OperatingError } from '../operating-error.ts';
import { checkPlan } from '../plan/plan-check.ts';
import type { Plan } from '../plan.ts';
import { exitCodes } from '../result.ts';
import type { RunOptions } from '../run.ts';
import type { ChosenWorkload } from './chosen-workload.ts';
import { planKnowledge } from './plan-knowledge.ts';
import { recordInMemory } from './record-in-memory.ts';
import { failuresOf, SameFailure } from './same-failure.ts';

/**
 * The first of what fails where a plan is run; null where nothing does.
 * @throws OperatingError where the run was interrupted: what would have failed is not known
 */
export async function failureOf(
  plan: Plan,
  chosen: ChosenWorkload,
  signal: AbortSignal,
): Promise<Failure | null> {
  const workload = chosen.open(plan);
  const history = await recordInMemory(plan, workload, signal);
  if (signal.aborted) throw interrupted();
  const evidence = { plan, history, workload };
  const verdicts = checkAll(evidence, [...checkers, ...chosen.checkers]);
  return failuresOf(history, verdicts)[0] ?? null;
}

function interrupted(): OperatingError {
  const sentence = 'Interrupted before the run as it is was over; nothing was written.';
  return new OperatingError(sentence, exitCodes.interrupted);
}

export interface ShrinkRun {
  readonly plan: Plan;
  readonly chosen: ChosenWorkload;
  readonly failure: Pick<Failure, 'by'>;
  readonly signal: AbortSignal;
  /** What `recordInMemory` takes. */
  readonly open?: RunOptions['open'] | undefined;
  /** Milliseconds of this machine after which the smallest so far is good enough. */
  readonly within: number;
  readonly onProgress: (progress: ShrinkProgress) => void;
}

/** The smallest plan that was found to fail in the same way. */
export async function shrinkRun(shrunk: ShrinkRun): Promise<Plan> {
  const { plan, chosen, failure, signal, within, onProgress } = shrunk;
  const same = new SameFailure(failure, chosen, plan, signal, shrunk.open);
  const knowledge = { ...planKnowledge, workloads: [chosen.kind] };
  const end = performance.now() + within;
  return shrinkPlan(plan, {
    stillFails: (candidate) => same.shownBy(candidate),
    valid: (candidate) => checkPlan(candidate, knowledge).length === 0,
    enough: () => signal.aborted || performance.now() > end,
    onProgress,
  });
}
