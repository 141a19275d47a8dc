import { checkAll, checkers } from '../checkers/catalogue.ts';
import type { Checker, Verdict } from '../checkers/checker.ts';
import type { Failure } from '../failure.ts';
import type { History } from '../history.ts';
import type { Plan } from '../plan.ts';
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
  /** Requests follow from seed, stage and index: all candidates share what was made of them. */
  readonly #workload: Workload;
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
    this.#workload = chosen.open(plan);
  }

  async shownBy(plan: Plan): Promise<boolean> {
    const history = await recordInMemory(plan, this.#workload, this.#signal, this.#open);
    if (this.#signal.aborted) return false;
    const verdicts = checkAll({ plan, history, workload: this.#workload }, this.#asked);
    return failuresOf(history, verdicts)[0]?.by === this.#by;
  }
}
