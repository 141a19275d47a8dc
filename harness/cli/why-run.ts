import {
  type NeededParts,
  neededParts,
  partsOf,
} from '../../fault-injector/causes/needed-parts.ts';
import {
  type PointOfNoReturn,
  pointOfNoReturn,
} from '../../fault-injector/causes/point-of-no-return.ts';
import { type Story, tellStory } from '../../reports/story/story.ts';
import type { Evidence } from '../checkers/checker.ts';
import type { Failure } from '../failure.ts';
import { OperatingError } from '../operating-error.ts';
import type { Plan } from '../plan.ts';
import { exitCodes, type Result } from '../result.ts';
import type { RunOptions } from '../run.ts';
import { assess } from './assess.ts';
import type { ChosenWorkload } from './chosen-workload.ts';
import { recordInMemory } from './record-in-memory.ts';
import { failuresOf, SameFailure } from './same-failure.ts';
import { shrinkRun } from './shrink-run.ts';

/** With more requests and faults than these together, a plan is made small first. */
const partsMax = 64;

export interface WhyRun {
  readonly plan: Plan;
  readonly chosen: ChosenWorkload;
  readonly signal: AbortSignal;
  /** Of several failures this one: the checker's name, or `panic`. The first where left out. */
  readonly by?: string | undefined;
  /** What `recordInMemory` takes. */
  readonly open?: RunOptions['open'];
  /** Milliseconds of this machine for making it small, where it is large. */
  readonly within: number;
  readonly onProgress: (text: string) => void;
}

/** All that can be said of why a plan fails. */
export interface Causes {
  readonly failure: Failure;
  /** Of the plan that all of this is about: the one given, or what it was made small to. */
  readonly evidence: Evidence;
  readonly result: Result;
  readonly madeSmall: boolean;
  readonly needed: NeededParts;
  readonly inevitable: PointOfNoReturn;
  /** Null where nothing but an unknown verdict is there to be told of. */
  readonly story: Story | null;
}

/**
 * Runs a failing plan again and again: without each of its parts, and healed at other moments.
 * Null where it does not fail, or not by that checker.
 * @throws OperatingError where it was interrupted: half of the runs say nothing
 */
export async function explainFailure(why: WhyRun): Promise<Causes | null> {
  const { plan, chosen, signal, open, within, onProgress } = why;
  const first = await judged(why, plan);
  const failure = failureIn(first, why.by);
  if (failure === undefined) return null;
  const madeSmall = partsOf(plan) > partsMax;
  const small = madeSmall
    ? await shrinkRun({
        plan,
        chosen,
        failure,
        signal,
        open,
        within,
        onProgress: ({ attempts, pass }) => onProgress(`making it small: run ${attempts}, ${pass}`),
      })
    : plan;
  const { evidence, result } = madeSmall ? await judged(why, small) : first;
  const same = new SameFailure(failure, chosen, small, signal, open);
  let runs = 0;
  const stillFails = async (candidate: Plan): Promise<boolean> => {
    runs += 1;
    onProgress(`run ${runs}, of about ${partsOf(small) + 12}`);
    const fails = await same.shownBy(candidate);
    refuseInterrupted(signal);
    return fails;
  };
  const needed = await neededParts(small, stillFails);
  const inevitable = await pointOfNoReturn(small, evidence.history.events, stillFails);
  const story = tellStory(evidence, result);
  const about = failureIn({ evidence, result }, failure.by) ?? failure;
  return { failure: about, evidence, result, madeSmall, needed, inevitable, story };
}

function failureIn({ evidence, result }: Judged, by: string | undefined): Failure | undefined {
  const failures = failuresOf(evidence.history, result.checkers);
  return by === undefined ? failures[0] : failures.find((failure) => failure.by === by);
}

type Judged = Pick<Causes, 'evidence' | 'result'>;

async function judged({ chosen, signal, open }: WhyRun, plan: Plan): Promise<Judged> {
  const workload = chosen.open(plan);
  const history = await recordInMemory(plan, workload, signal, open);
  refuseInterrupted(signal);
  const evidence = { plan, history, workload };
  return { evidence, result: assess({ evidence, chosen, reproduce: '', seconds: 0 }) };
}

function refuseInterrupted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new OperatingError(
    'This was interrupted before anything was found out: run it again, or shrink it first.',
    exitCodes.interrupted,
  );
}
