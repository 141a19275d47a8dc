import type { ReplicaOptions } from '../vsr/replica.ts';
import { commands, common, headerSize, joinView, prepare, prepareOk } from '../wire/header.ts';
import { Message } from '../wire/message.ts';
import type { DiskMemory } from './disk-memory.ts';

/** So many acknowledgements are remembered, the last ones: votes tell of the end of a log. */
const acksMax = 1024;
const tagSize = 16;

/** Messages that tell of the view that their sender is in. */
const tellsView: ReadonlySet<number> = new Set([
  commands.ping,
  commands.pong,
  commands.commit,
  commands.exit_view,
  commands.join_view,
  commands.view,
  commands.prepare_ok,
]);

/** What a replica has told others, and whether it may have. */
export class SentMemory {
  readonly #options: ReplicaOptions;
  readonly #disk: DiskMemory;
  /** By op modulo `acksMax`: which prepare was acknowledged last, and in which view. */
  readonly #ackOps = new Float64Array(acksMax);
  readonly #ackViews = new Int32Array(acksMax);
  readonly #ackTags = new Uint8Array(acksMax * tagSize);
  #ackMax = 0;
  /** The latest view that it told of. */
  #view = 0;

  constructor(options: ReplicaOptions, disk: DiskMemory) {
    this.#options = options;
    this.#disk = disk;
  }

  /** Its data file was lost, and it begins anew in a view of which it had told nobody. */
  recover(view: number): void {
    this.#view = view;
    this.#ackOps.fill(0);
    this.#ackMax = 0;
  }

  /** A message leaves for a replica. Null where it may; else, in a sentence, why it must not. */
  hear(bytes: Uint8Array): string | null {
    const command = bytes[common.command] as number;
    if (command === commands.prepare) return this.#prepare(bytes);
    if (!tellsView.has(command)) return null;
    const message = new Message(bytes);
    const { view } = message;
    if (view > this.#disk.view) {
      return `told of view ${view}, and of its superblock no copy had a view after ${this.#disk.view}`;
    }
    if (view < this.#view) return `told of view ${view}, after it had told of view ${this.#view}`;
    this.#view = view;
    if (command === commands.prepare_ok) return this.#log(view) ?? this.#ack(message);
    if (command === commands.view) return this.#log(view);
    if (command !== commands.join_view) return null;
    return this.#log(message.u32(joinView.log_view)) ?? this.#vote(message);
  }

  /** Its own; one that it passes on is somebody else's promise. */
  #prepare(bytes: Uint8Array): string | null {
    const { replica, replicaCount } = this.#options;
    if (bytes[common.replica] !== replica) return null;
    const { view } = new Message(bytes);
    return view % replicaCount === replica ? this.#log(view) : null;
  }

  #log(logView: number): string | null {
    if (logView <= this.#disk.logView) return null;
    return (
      `spoke for the log of view ${logView}, and of its superblock no copy had a log_view after ` +
      `${this.#disk.logView}`
    );
  }

  #ack(message: Message): string | null {
    const op = message.u64(prepareOk.op);
    const slot = op % acksMax;
    this.#ackOps[slot] = op;
    this.#ackViews[slot] = message.view;
    this.#ackTags.set(
      message.bytes.subarray(prepareOk.prepare_checksum, prepareOk.prepare_checksum + tagSize),
      slot * tagSize,
    );
    this.#ackMax = Math.max(this.#ackMax, op);
    if (this.#disk.holds(op, message.bytes, prepareOk.prepare_checksum)) return null;
    return `acknowledged op ${op}, and its disk did not hold that prepare`;
  }

  /** A vote denies nothing that was acknowledged in the log that it tells of. */
  #vote(message: Message): string | null {
    const head = message.u64(joinView.op);
    const logView = message.u32(joinView.log_view);
    const nacks = message.u128(joinView.nack_bitset);
    const headers = message.body.length / headerSize;
    for (let op = Math.max(1, head - headers + 1); op <= this.#ackMax; op++) {
      const slot = op % acksMax;
      if (this.#ackOps[slot] !== op || this.#ackViews[slot] !== logView) continue;
      if (op > head || this.#denies(message.body, head - op, nacks, slot)) {
        return `denied op ${op} in a vote, which it had acknowledged in view ${logView}`;
      }
    }
    return null;
  }

  #denies(headers: Uint8Array, index: number, nacks: bigint, slot: number): boolean {
    if (((nacks >> BigInt(index)) & 1n) === 1n) return true;
    const at = index * headerSize;
    // Where it has none, it does not know.
    if (headers[at + prepare.operation] === 0) return false;
    for (let i = 0; i < tagSize; i++) {
      if (headers[at + common.checksum + i] !== this.#ackTags[slot * tagSize + i]) return true;
    }
    return false;
  }
}
