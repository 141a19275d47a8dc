import type { Commit, ReplicaState, ReplicaStep } from '../../harness/environment.ts';
import { fastChecksum } from '../../harness/fast-checksum.ts';
import type { Recorder } from '../../harness/run.ts';
import { tagHex } from '../../harness/tag-hex.ts';
import type { Tracer } from '../../harness/tracer.ts';
import type { EventQueue } from './event-queue.ts';
import type { Sessions } from './sessions.ts';
import type { MachineWatcher } from './simulated-machine.ts';

const tagSize = 16;

/** Takes down what replicas do. */
export class Witness implements MachineWatcher {
  readonly #queue: EventQueue;
  readonly #recorder: Pick<Recorder, 'append'>;
  readonly #sessions: Sessions;
  readonly #tracer: Tracer | undefined;
  /** What was last recorded of each replica; undefined after a start. */
  readonly #states: (ReplicaState | undefined)[] = [];
  /**
   * The checksum of each op's reply, and its bytes to know it again by: every replica executes an
   * op, and once more after each restart, and all of them share one string.
   */
  readonly #checksums: string[] = [];
  #tags = new Uint8Array(1024 * tagSize);
  /** Set when a replica stopped by itself; whoever reads it takes it away. */
  panicked = false;

  constructor(
    queue: EventQueue,
    recorder: Pick<Recorder, 'append'>,
    sessions: Sessions,
    tracer: Tracer | undefined,
  ) {
    this.#queue = queue;
    this.#recorder = recorder;
    this.#sessions = sessions;
    this.#tracer = tracer;
  }

  onProcess(replica: number, kind: 'start' | 'crash' | 'pause' | 'resume'): void {
    this.#recorder.append({ time: this.#queue.now, kind, replica });
    if (kind === 'start' || kind === 'crash') this.#states[replica] = undefined;
  }

  onPanic(replica: number, message: string): void {
    this.#recorder.append({ time: this.#queue.now, kind: 'panic', replica, message });
    this.#states[replica] = undefined;
    this.panicked = true;
  }

  onBrokenPromise(replica: number, promise: string): void {
    this.#recorder.append({ time: this.#queue.now, kind: 'broken-promise', replica, promise });
  }

  onCommit(replica: number, commit: Commit): void {
    const own = commit.client === 0n;
    this.#recorder.append({
      time: this.#queue.now,
      kind: 'commit',
      replica,
      view: commit.view,
      op: commit.op,
      timestamp: commit.timestamp,
      operation: commit.operation,
      session: own ? -1 : this.#sessions.numberOf(commit.client),
      request: own ? 0 : commit.request,
      reply: this.#checksumOf(commit.op, commit.reply),
    });
  }

  onStep(replica: number, step: ReplicaStep): void {
    this.#recorder.append({ time: this.#queue.now, replica, ...step });
  }

  onState(replica: number, { status, view, primary, commitMin, op }: ReplicaState): void {
    const last = this.#states[replica];
    if (last?.status === status && last.view === view && last.primary === primary) return;
    this.#states[replica] = { status, view, primary, commitMin, op };
    this.#recorder.append({ time: this.#queue.now, kind: 'state', replica, status, view, primary });
  }

  onReached(replica: number, mark: string): void {
    this.#tracer?.onReached?.(this.#queue.now, replica, mark);
  }

  #checksumOf(op: number, body: Uint8Array): string {
    fastChecksum(body, 0, body.length, tag, 0);
    const at = op * tagSize;
    if (at + tagSize > this.#tags.length) {
      const larger = new Uint8Array(2 * (at + tagSize));
      larger.set(this.#tags);
      this.#tags = larger;
    }
    const known = this.#checksums[op];
    if (known !== undefined && this.#tagAt(at)) return known;
    const checksum = tagHex(tag);
    this.#checksums[op] = checksum;
    this.#tags.set(tag, at);
    return checksum;
  }

  #tagAt(at: number): boolean {
    for (let i = 0; i < tagSize; i++) if (this.#tags[at + i] !== tag[i]) return false;
    return true;
  }
}

/** Of the reply at hand. */
const tag = new Uint8Array(tagSize);
