import { assert } from '../../harness/assert.ts';
import type {
  Commit,
  Environment,
  Input,
  Network,
  Observer,
  ReplicaState,
  ReplicaStep,
} from '../../harness/environment.ts';
import type { Random, Ratio } from '../../harness/random.ts';
import type { ReplicaVitals } from '../../harness/tracer.ts';
import type { ReplicaOptions } from '../vsr/replica.ts';
import { release as releaseFirst } from '../wire/session.ts';
import { type EventQueue, eventKinds } from './event-queue.ts';
import type { MachineClock } from './machine-clock.ts';
import type { FormatReplica, ReplicaUnderTest } from './replica-under-test.ts';
import type { DiskOperation, SimulatedStorage } from './simulated-storage.ts';

/** Inputs that wait for a paused replica; messages beyond that are lost, completions never are. */
const inboxCapacity = 1024;

const tickInput: Input = { kind: 'tick' };

type CreateProcess = (
  environment: Environment,
  observer: Observer,
  software: Software,
) => ReplicaUnderTest;
type Formatted = ReturnType<FormatReplica>;

/** Which release a process is of, which others there are, and how one of them takes over. */
type Software = Required<Pick<ReplicaOptions, 'release' | 'releasesBundled' | 'releaseExecute'>>;

/** Stands in until it can say what the new data file holds. */
type RecoverProcess = (
  environment: Environment,
  observer: Observer,
  done: (parts: Formatted) => void,
) => ReplicaUnderTest;

/** What happens to a process that others want to know of. */
export interface MachineWatcher {
  onProcess(replica: number, kind: 'start' | 'crash' | 'pause' | 'resume'): void;
  onPanic(replica: number, message: string): void;
  onCommit(replica: number, commit: Commit): void;
  onStep(replica: number, step: ReplicaStep): void;
  onState(replica: number, state: ReplicaState): void;
  onReached(replica: number, mark: string): void;
}

/**
 * A machine with a disk, clocks, and a replica that runs on it, or not. Each start of the replica
 * is a new incarnation, to which nothing comes that was meant for an earlier one.
 */
export class SimulatedMachine {
  readonly index: number;
  readonly clock: MachineClock;
  readonly storage: SimulatedStorage;
  readonly #queue: EventQueue;
  readonly #watcher: MachineWatcher;
  readonly #network: Network;
  readonly #random: Random;
  readonly #create: CreateProcess;
  readonly #recover: RecoverProcess;
  readonly #observer: Observer;
  /** Null while the process is down. */
  #replica: ReplicaUnderTest | null = null;
  #incarnation = 0;
  #paused = false;
  /** It stopped by itself: nothing but healing starts it again. */
  #broken = false;
  /** Its data file is gone: before a replica can run here, its place has to be recovered. */
  #lost = false;
  /** What is installed here, ascending. The newest starts, and sees what its data file is of. */
  readonly #releases = [releaseFirst];
  /** The release that is to take over from the process at hand. */
  #successor: number | null = null;
  #inbox: Input[] = [];
  /** The head of its log, as far as it was known before it went down. */
  #headOp = 0;

  constructor(options: {
    readonly index: number;
    readonly queue: EventQueue;
    readonly clock: MachineClock;
    readonly storage: SimulatedStorage;
    readonly network: Network;
    readonly random: Random;
    readonly watcher: MachineWatcher;
    readonly create: CreateProcess;
    readonly recover: RecoverProcess;
  }) {
    this.index = options.index;
    this.clock = options.clock;
    this.storage = options.storage;
    this.#queue = options.queue;
    this.#watcher = options.watcher;
    this.#network = options.network;
    this.#random = options.random;
    this.#create = options.create;
    this.#recover = options.recover;
    this.#observer = {
      onCommit: (commit) => this.#watcher.onCommit(this.index, commit),
      onStep: (step) => this.#watcher.onStep(this.index, step),
      onState: (state) => this.#watcher.onState(this.index, state),
      onReached: (mark) => this.#watcher.onReached(this.index, mark),
    };
  }

  get up(): boolean {
    return this.#replica !== null;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Null while it is down. */
  state(): ReplicaState | null {
    return this.#replica === null ? null : this.#replica.state();
  }

  /** The last op in the journal: while it is down or reads its disk, as it was before. */
  get headOp(): number {
    const state = this.state();
    if (state !== null && state.status !== 'recovering') this.#headOp = state.op;
    return this.#headOp;
  }

  vitals(): ReplicaVitals | null {
    return this.#replica?.vitals?.() ?? null;
  }

  digest(): string | null {
    return this.#replica === null ? null : this.#replica.digest();
  }

  /** @param firstTickAfter true time until the first tick, so that replicas don't tick in step */
  start(firstTickAfter: number, release = this.#releases.at(-1) as number): void {
    if (this.#replica !== null || this.#broken) return;
    this.#incarnation++;
    this.#watcher.onProcess(this.index, 'start');
    const environment: Environment = {
      clock: this.clock,
      network: this.#network,
      storage: this.storage,
      random: this.#random.at(this.#incarnation),
    };
    try {
      this.#replica = this.#lost
        ? this.#recover(environment, this.#observer, (parts) => this.#recovered(parts))
        : this.#create(environment, this.#observer, this.#software(release));
      this.#replica.open();
    } catch (error) {
      return this.#panic(error);
    }
    const at = this.#queue.now + firstTickAfter;
    this.#queue.push(at, eventKinds.replicaTick, this.index, this.#incarnation, null);
  }

  mend(): void {
    this.#broken = false;
  }

  /** What is installed here, ascending. */
  get releases(): readonly number[] {
    return this.#releases;
  }

  /** Installs a release beside those that are there. The cluster changes to it when all have it. */
  upgrade(release: number): void {
    assert(release >= releaseFirst, 'nothing is older than what a cluster begins with');
    if (this.#releases.includes(release)) return;
    this.#releases.push(release);
    this.#releases.sort((a, b) => a - b);
  }

  #software(release: number): Software {
    return {
      release,
      releasesBundled: () => this.#releases,
      releaseExecute: (successor) => {
        this.#successor = successor;
      },
    };
  }

  /** One process gives way to another; without its release the machine stands still. */
  #succeed(release: number): void {
    this.#watcher.onProcess(this.index, 'crash');
    this.#stop([0, 1], [0, 1], this.#random);
    if (this.#releases.includes(release)) this.start(0, release);
  }

  /**
   * While it is down: the data file is lost for good. With the next start the replica's place is
   * recovered first, which takes the other replicas; then it starts on an empty data file.
   */
  reformat(): void {
    assert(this.#replica === null, 'nobody loses a data file that is in use');
    this.storage.wipe();
    this.#lost = true;
  }

  #recovered(parts: Formatted): void {
    assert(this.#lost, 'what is recovered was lost');
    this.storage.format(parts);
    this.#lost = false;
    this.#replica = null;
    this.start(0);
  }

  crash(lost: Ratio, torn: Ratio, random: Random): void {
    if (this.#replica === null) return;
    this.#watcher.onProcess(this.index, 'crash');
    this.#stop(lost, torn, random);
  }

  pause(): void {
    if (this.#replica === null || this.#paused) return;
    this.#paused = true;
    this.#watcher.onProcess(this.index, 'pause');
  }

  /** What waited comes now, one event after the other, before anything that arrives from now on. */
  resume(): void {
    if (this.#replica === null || !this.#paused) return;
    this.#paused = false;
    this.#watcher.onProcess(this.index, 'resume');
    const { now } = this.#queue;
    for (const input of this.#inbox) {
      this.#queue.push(now, eventKinds.input, this.index, this.#incarnation, input);
    }
    this.#inbox = [];
  }

  onTick(incarnation: number): void {
    if (incarnation !== this.#incarnation || this.#replica === null) return;
    const at = this.#queue.now + this.clock.tickAfter();
    this.#queue.push(at, eventKinds.replicaTick, this.index, incarnation, null);
    // A stopped process doesn't see time pass, and afterwards gets no ticks for it.
    if (!this.#paused) this.#hand(this.#replica, tickInput);
  }

  onMessage(message: Uint8Array): void {
    if (this.#replica === null) return;
    if (this.#paused && this.#inbox.length >= inboxCapacity) return;
    this.#take(this.#replica, { kind: 'message', message });
  }

  onDisk(operation: DiskOperation): void {
    const data = this.storage.complete(operation);
    if (data === null || this.#replica === null) return;
    const { token } = operation;
    if (operation.data === null) this.#take(this.#replica, { kind: 'read', token, data });
    else this.#take(this.#replica, { kind: 'written', token });
  }

  onInput(input: Input, incarnation: number): void {
    if (this.#replica === null || incarnation !== this.#incarnation) return;
    this.#take(this.#replica, input);
  }

  #take(replica: ReplicaUnderTest, input: Input): void {
    if (this.#paused) this.#inbox.push(input);
    else this.#hand(replica, input);
  }

  #hand(replica: ReplicaUnderTest, input: Input): void {
    try {
      replica.on(input);
    } catch (error) {
      this.#panic(error);
    }
    if (this.#successor !== null) this.#succeed(this.#successor);
  }

  /** It stopped by itself: what it had asked of the disk is still done. */
  #panic(error: unknown): void {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.#watcher.onPanic(this.index, message);
    this.#broken = true;
    this.#stop([0, 1], [0, 1], this.#random);
  }

  #stop(lost: Ratio, torn: Ratio, random: Random): void {
    this.#headOp = this.headOp;
    this.#replica = null;
    this.#successor = null;
    this.#incarnation++;
    this.#paused = false;
    this.#inbox = [];
    this.storage.crash(lost, torn, random);
  }
}
