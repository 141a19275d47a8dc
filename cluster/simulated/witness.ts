import { checksumHex } from '../../harness/checksum.ts';
import type { Commit, ReplicaState } from '../../harness/environment.ts';
import type { Recorder } from '../../harness/run.ts';
import { sameBytes } from '../../harness/same-bytes.ts';
import type { EventQueue } from './event-queue.ts';
import type { Sessions } from './sessions.ts';
import type { MachineWatcher } from './simulated-machine.ts';

/** What is remembered of replies, so that it takes 64 MiB at the most. */
const repliesMax = 4096;
const replySizeMax = 16 * 1024;

/** Takes down what replicas do. */
export class Witness implements MachineWatcher {
  readonly #queue: EventQueue;
  readonly #recorder: Pick<Recorder, 'append'>;
  readonly #sessions: Sessions;
  /** What was last recorded of each replica; undefined after a start. */
  readonly #states: (ReplicaState | undefined)[] = [];
  /** Replies and their checksums: all replicas execute an op, and again after each restart. */
  readonly #replies: ({ readonly body: Uint8Array; readonly checksum: string } | undefined)[] = [];
  /** Set when a replica stopped by itself; whoever reads it takes it away. */
  panicked = false;

  constructor(queue: EventQueue, recorder: Pick<Recorder, 'append'>, sessions: Sessions) {
    this.#queue = queue;
    this.#recorder = recorder;
    this.#sessions = sessions;
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

  onState(replica: number, { status, view, primary, commitMin, op }: ReplicaState): void {
    const last = this.#states[replica];
    if (last?.status === status && last.view === view && last.primary === primary) return;
    this.#states[replica] = { status, view, primary, commitMin, op };
    this.#recorder.append({ time: this.#queue.now, kind: 'state', replica, status, view, primary });
  }

  #checksumOf(op: number, body: Uint8Array): string {
    const place = op % repliesMax;
    const known = this.#replies[place];
    if (known !== undefined && sameBytes(known.body, body)) return known.checksum;
    const checksum = checksumHex(body);
    if (body.length <= replySizeMax) this.#replies[place] = { body: body.slice(), checksum };
    return checksum;
  }
}
