import { assert } from '../../harness/assert.ts';
import type { Input } from '../../harness/environment.ts';
import type { Nanoseconds } from '../../harness/time.ts';
import type { DiskOperation } from './simulated-storage.ts';

/** What can happen in the simulated world. `token` and `payload` mean something else for each. */
export const eventKinds = {
  /** A replica's own clock; `token` is the incarnation that it belongs to. */
  replicaTick: 0,
  /** A client's own clock; `token` is the session's number. */
  clientTick: 1,
  /** The message `payload` reaches the end of link `token`. */
  deliver: 2,
  /** The disk operation `payload` is done. */
  disk: 3,
  /** An input that waited while replica `target` was paused; `token` is the incarnation. */
  input: 4,
  /** The conductor asked to be woken, with `token`. */
  alarm: 5,
  /** A fault that goes on and off does so: the one at `token` in the plan. */
  beat: 6,
} as const;

export type EventKind = (typeof eventKinds)[keyof typeof eventKinds];
export type EventPayload = Uint8Array | DiskOperation | Input | null;

/**
 * All that will happen, a binary heap ordered by (time, sequence): what was pushed first at a
 * moment happens first. The keys move in typed arrays; what they stand for stays in its slot. The
 * event taken out last lies in the fields, so that taking one allocates nothing.
 */
export class EventQueue {
  /** The time of the event taken out last: the present of the whole world. */
  now: Nanoseconds = 0;
  kind: EventKind = 0;
  target = 0;
  token = 0;
  payload: EventPayload = null;

  #size = 0;
  #sequence = 0;
  #times = new Float64Array(256);
  #sequences = new Float64Array(256);
  #heap = new Int32Array(256);
  #kinds = new Uint8Array(256);
  #targets = new Int32Array(256);
  #tokens = new Float64Array(256);
  readonly #payloads: EventPayload[] = [];
  /** Slots that are free: those beyond `#size` in this stack are not in use. */
  #slots = Int32Array.from({ length: 256 }, (_, slot) => slot);

  get size(): number {
    return this.#size;
  }

  push(
    time: Nanoseconds,
    kind: EventKind,
    target: number,
    token: number,
    payload: EventPayload,
  ): void {
    assert(time >= this.now && Number.isSafeInteger(time), 'an event lies in the future');
    if (this.#size === this.#heap.length) this.#grow();
    const slot = this.#slots[this.#size] as number;
    this.#kinds[slot] = kind;
    this.#targets[slot] = target;
    this.#tokens[slot] = token;
    this.#payloads[slot] = payload;
    this.#rise(this.#size, time, this.#sequence, slot);
    this.#size++;
    this.#sequence++;
  }

  /**
   * Takes the next event into the fields and makes its time the present; false if there is none.
   */
  next(): boolean {
    if (this.#size === 0) return false;
    this.now = this.#times[0] as number;
    const slot = this.#heap[0] as number;
    this.kind = this.#kinds[slot] as EventKind;
    this.target = this.#targets[slot] as number;
    this.token = this.#tokens[slot] as number;
    this.payload = this.#payloads[slot] as EventPayload;
    this.#payloads[slot] = null;
    this.#size--;
    this.#slots[this.#size] = slot;
    if (this.#size > 0) this.#sink();
    return true;
  }

  clear(): void {
    this.#size = 0;
    this.#payloads.length = 0;
    this.#slots = Int32Array.from({ length: this.#heap.length }, (_, slot) => slot);
  }

  /** Puts a key where the heap ends, and lets it rise above everything that happens later. */
  #rise(from: number, time: Nanoseconds, sequence: number, slot: number): void {
    const times = this.#times;
    const sequences = this.#sequences;
    const heap = this.#heap;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      // Nothing in the heap was pushed later, so an equal time needs no look at the sequence.
      if ((times[parent] as number) <= time) break;
      times[at] = times[parent] as number;
      sequences[at] = sequences[parent] as number;
      heap[at] = heap[parent] as number;
      at = parent;
    }
    times[at] = time;
    sequences[at] = sequence;
    heap[at] = slot;
  }

  /** Fills the hole at the root with the last key, and lets it sink below everything earlier. */
  #sink(): void {
    const times = this.#times;
    const sequences = this.#sequences;
    const heap = this.#heap;
    const size = this.#size;
    const time = times[size] as number;
    const sequence = sequences[size] as number;
    const slot = heap[size] as number;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      let childTime = times[child] as number;
      if (child + 1 < size) {
        const otherTime = times[child + 1] as number;
        if (
          otherTime < childTime ||
          (otherTime === childTime &&
            (sequences[child + 1] as number) < (sequences[child] as number))
        ) {
          child++;
          childTime = otherTime;
        }
      }
      if (time < childTime) break;
      if (time === childTime && sequence < (sequences[child] as number)) break;
      times[at] = childTime;
      sequences[at] = sequences[child] as number;
      heap[at] = heap[child] as number;
      at = child;
    }
    times[at] = time;
    sequences[at] = sequence;
    heap[at] = slot;
  }

  #grow(): void {
    const length = this.#heap.length;
    this.#times = doubled(this.#times, new Float64Array(2 * length));
    this.#sequences = doubled(this.#sequences, new Float64Array(2 * length));
    this.#tokens = doubled(this.#tokens, new Float64Array(2 * length));
    this.#heap = doubled(this.#heap, new Int32Array(2 * length));
    this.#targets = doubled(this.#targets, new Int32Array(2 * length));
    this.#kinds = doubled(this.#kinds, new Uint8Array(2 * length));
    this.#slots = doubled(this.#slots, new Int32Array(2 * length));
    for (let slot = length; slot < 2 * length; slot++) this.#slots[slot] = slot;
  }
}

function doubled<T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
