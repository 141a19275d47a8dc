import type { Cluster, Conductor } from './cluster.ts';
import type { History, HistoryEvent, PhaseEvent } from './history.ts';
import type { Plan } from './plan.ts';
import { type Progress, Schedule } from './schedule.ts';
import type { Nanoseconds } from './time.ts';
import type { Tracer } from './tracer.ts';
import type { Workload } from './workload.ts';

/** What a run writes into. */
export interface Recorder {
  append(event: HistoryEvent): number;
  appendBytes(data: Uint8Array): number;
  history(): History;
}

/** What a cluster is opened with. */
export interface ClusterParts {
  readonly plan: Plan;
  readonly conductor: Conductor;
  readonly recorder: Recorder;
  /** Called now and then inside `drive`: the process can hear a signal and show progress. */
  readonly breathe: () => Promise<void>;
  readonly tracer?: Tracer | undefined;
}

/** What a run needs: a plan and its workload, where to record, and how to open the cluster. */
export interface RunOptions {
  readonly plan: Plan;
  readonly workload: Workload;
  readonly recorder: Recorder;
  readonly open: (parts: ClusterParts) => Cluster;
  /** Gives the event loop a turn; called with how far the run is. */
  readonly breathe: (progress: Progress) => Promise<void>;
  /** Is told what the history does not keep. */
  readonly tracer?: Tracer | undefined;
  /** An AbortSignal, for one: ends the run at its next breath; what was recorded stays. */
  readonly signal: { readonly aborted: boolean };
}

/**
 * Runs a plan: disturb, heal, settle, and the end's digests. All that happens is in the recorder's
 * history; how it ended is its last `phase` event (or a `panic` before it).
 */
export async function runPlan(options: RunOptions): Promise<void> {
  const run = new Run(traced(options));
  try {
    await run.drive();
  } finally {
    await run.cluster.close();
  }
}

/** The same, with a recorder that tells the tracer of each event at once. */
function traced(options: RunOptions): RunOptions {
  const { recorder, tracer } = options;
  if (tracer?.onEvent === undefined) return options;
  const append = (event: HistoryEvent): number => {
    const position = recorder.append(event);
    tracer.onEvent?.(event);
    return position;
  };
  const appendBytes = (data: Uint8Array): number => recorder.appendBytes(data);
  return { ...options, recorder: { append, appendBytes, history: () => recorder.history() } };
}

/** The phases of a run: what is waited for, and until when. */
class Run implements Conductor {
  readonly cluster: Cluster;
  readonly #options: RunOptions;
  readonly #schedule: Schedule;
  #phase: 'disturb' | 'heal' | 'settle' | 'converge' | 'end' = 'disturb';
  #deadline: Nanoseconds = Number.MAX_SAFE_INTEGER;

  constructor(options: RunOptions) {
    const { plan, recorder, tracer } = options;
    this.#options = options;
    this.cluster = options.open({
      plan,
      conductor: this,
      recorder,
      tracer,
      breathe: () => options.breathe(this.#schedule.progress(this.#phase)),
    });
    this.#schedule = new Schedule(options, this.cluster, {
      onStage: (name) => this.#record('stage', name),
      onHeal: () => this.#heal(),
    });
  }

  async drive(): Promise<void> {
    const { signal } = this.#options;
    this.#schedule.start();
    await this.cluster.drive(() => signal.aborted || this.#advance());
    if (this.#phase === 'end') return;
    if (signal.aborted) this.#record('interrupted');
    else if (!this.#endedByPanic()) this.#record('timeout');
    this.cluster.recordDigests();
  }

  /** A replica stopped by itself: that is how the run ended, and nothing timed out. */
  #endedByPanic(): boolean {
    if (this.#options.plan.expect === 'do-not-lie') return false;
    const { events } = this.#options.recorder.history();
    return events.some((event) => event.kind === 'panic');
  }

  onAlarm(token: number): void {
    this.#schedule.onAlarm(token);
  }

  onReply(client: number): void {
    this.#schedule.onAnswered(client);
  }

  onEvicted(client: number): void {
    this.#schedule.onAnswered(client);
  }

  /** Moves on to the next phase where this one is complete; true where the run is over. */
  #advance(): boolean {
    if (this.#phase === 'heal' && this.#schedule.loadDone()) this.#settle();
    if (this.#phase === 'settle' && this.#schedule.settleDone()) this.#enter('converge');
    if (this.#phase === 'converge' && this.#converged()) this.#end();
    return this.#phase === 'end' || this.cluster.now() > this.#currentDeadline();
  }

  #currentDeadline(): Nanoseconds {
    if (this.#phase !== 'heal') return this.#deadline;
    // Load that is late is due when it is due: the bound counts from there.
    return this.#schedule.lastDue() + this.#options.plan.livenessBound;
  }

  #heal(): void {
    this.#record('heal');
    this.#phase = 'heal';
    this.cluster.heal();
  }

  #settle(): void {
    this.#record('settle');
    this.#enter('settle');
    this.#schedule.startSettling();
  }

  #enter(phase: 'settle' | 'converge'): void {
    this.#phase = phase;
    this.#deadline = this.cluster.now() + this.#options.plan.livenessBound;
    // Wakes the loop at the deadline, even where nothing else would happen by then.
    this.#schedule.wakeAt(this.#deadline + 1);
  }

  #end(): void {
    this.cluster.recordDigests();
    this.#record('end');
    this.#phase = 'end';
  }

  /** Whether every replica is up and has committed all that any of them has in its journal. */
  #converged(): boolean {
    const states = this.cluster.replicas();
    const first = states[0]?.state;
    return (
      first !== null &&
      first !== undefined &&
      states.every(
        ({ up, paused, state }) =>
          up &&
          !paused &&
          state?.status === 'normal' &&
          state.view === first.view &&
          state.commitMin === first.op &&
          state.op === first.op,
      )
    );
  }

  #record(phase: PhaseEvent['phase'], stage = ''): void {
    const { recorder } = this.#options;
    recorder.append({ time: this.cluster.now(), kind: 'phase', phase, stage });
  }
}
