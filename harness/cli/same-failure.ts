import { checkAll, checkers } from '../checkers/catalogue.ts';
import type { Checker, Verdict } from '../checkers/checker.ts';
import type { Failure } from '../failure.ts';
import type { History } from '../history.ts';
import type { JsonObject, Plan } from '../plan.ts';
import type { RunOptions } from '../run.ts';
import type { Workload } from '../workload.ts';
import type { ChosenWorkload } from './chosen-workload.ts';
import { recordInMemory } from './record-in-memory.ts';

/** All that failed in a run, a panic first. */
export function failuresOf(history: History, verdicts: readonly Verdict[]): Failure[] {
  const panic = history.events.find((event) => event.kind === 'panic');
  const failed = verdicts
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ name, why }) => ({ by: name, why }));
  return panic === undefined ? failed : [{ by: 'panic', why: panic.message }, ...failed];
}

/** Runs plans in memory, and says which of them fail in one way. */
export class SameFailure {
  readonly #by: string;
  readonly #asked: readonly Checker[];
  readonly #signal: AbortSignal;
  /** Of the plan as it is: candidates with the same parameters share what was made of requests. */
  readonly #workload: Workload;
  readonly #parameters: JsonObject;
  readonly #chosen: ChosenWorkload;
  readonly #open: RunOptions['open'] | undefined;

  /** @param open what `recordInMemory` takes */
  constructor(
    failure: Pick<Failure, 'by'>,
    chosen: ChosenWorkload,
    plan: Plan,
    signal: AbortSignal,
    open?: RunOptions['open'],
  ) {
    this.#by = failure.by;
    this.#open = open;
    this.#asked = [...checkers, ...chosen.checkers].filter(({ name }) => name === failure.by);
    this.#signal = signal;
    this.#chosen = chosen;
    this.#parameters = plan.workload.parameters;
    this.#workload = chosen.open(plan);
  }

  async shownBy(plan: Plan): Promise<boolean> {
    const workload = this.#workloadOf(plan);
    const history = await recordInMemory(plan, workload, this.#signal, this.#open);
    if (this.#signal.aborted) return false;
    const verdicts = checkAll({ plan, history, workload }, this.#asked);
    return failuresOf(history, verdicts)[0]?.by === this.#by;
  }

  /** Other parameters make other requests. */
  #workloadOf(plan: Plan): Workload {
    const same = plan.workload.parameters === this.#parameters;
    return same ? this.#workload : this.#chosen.open(plan);
  }
}
