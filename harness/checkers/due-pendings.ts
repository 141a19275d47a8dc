/** A pending transfer and when its time is up: nanoseconds since 1970. */
export interface DuePending {
  readonly id: bigint;
  readonly expiresAt: bigint;
  readonly timestamp: bigint;
}

/** Pending transfers with a time-out, the earliest due first; a binary heap. */
export class DuePendings {
  readonly #heap: DuePending[] = [];

  add(pending: DuePending): void {
    const heap = this.#heap;
    let child = heap.push(pending) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!before(pending, heap[parent] as DuePending)) break;
      heap[child] = heap[parent] as DuePending;
      child = parent;
    }
    heap[child] = pending;
  }

  /** Takes out the first that is due at `timestamp`; undefined where none is. */
  takeDue(timestamp: bigint): DuePending | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.expiresAt > timestamp) return undefined;
    const last = this.#heap.pop() as DuePending;
    if (this.#heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(pending: DuePending): void {
    const heap = this.#heap;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && before(right, heap[child] as DuePending)) child += 1;
      if (!before(heap[child] as DuePending, pending)) break;
      heap[parent] = heap[child] as DuePending;
      parent = child;
    }
    heap[parent] = pending;
  }
}

function before(a: DuePending, b: DuePending): boolean {
  return a.expiresAt < b.expiresAt || (a.expiresAt === b.expiresAt && a.timestamp < b.timestamp);
}
