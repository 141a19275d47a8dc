import { assert } from '../assert.ts';
import type { History, HistoryEvent } from '../history.ts';

const segmentSizeMin = 65_536;
const segmentSizeMax = 16_777_216;

/**
 * Takes down what happens. Bytes lie in segments, so that a long run never copies all of them to
 * make room for a few more.
 */
export class HistoryRecorder {
  readonly #events: HistoryEvent[] = [];
  #segments: Uint8Array[] = [];
  /** How much of the last segment is in use; those before it are full. */
  #used = 0;
  #size = 0;

  /** Returns the event's position. */
  append(event: HistoryEvent): number {
    return this.#events.push(event) - 1;
  }

  /** Copies `data`, and returns the offset at which it lies in the history's bytes. */
  appendBytes(data: Uint8Array): number {
    const offset = this.#size;
    let from = 0;
    while (from < data.length) {
      const segment = this.#segmentWithRoom();
      const until = Math.min(data.length, from + segment.length - this.#used);
      segment.set(data.subarray(from, until), this.#used);
      this.#used += until - from;
      from = until;
    }
    this.#size += data.length;
    return offset;
  }

  /** All that was taken down so far. Its events go on growing while the recorder is in use. */
  history(): History {
    return { events: this.#events, bytes: this.#joined() };
  }

  #segmentWithRoom(): Uint8Array {
    const last = this.#segments.at(-1);
    if (last && this.#used < last.length) return last;
    const size = Math.min(segmentSizeMax, Math.max(segmentSizeMin, this.#size));
    const segment = new Uint8Array(size);
    this.#segments.push(segment);
    this.#used = 0;
    return segment;
  }

  /** Makes one segment of all, and keeps that instead of them: asked twice, it copies once. */
  #joined(): Uint8Array {
    const [first] = this.#segments;
    if (first && this.#segments.length === 1) return first.subarray(0, this.#size);
    const joined = new Uint8Array(this.#size);
    let at = 0;
    for (const segment of this.#segments) {
      const part = segment.subarray(0, Math.min(segment.length, this.#size - at));
      joined.set(part, at);
      at += part.length;
    }
    assert(at === this.#size, 'the segments hold exactly what was appended');
    this.#segments = joined.length === 0 ? [] : [joined];
    this.#used = joined.length;
    return joined;
  }
}
