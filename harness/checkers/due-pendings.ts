/** Numbers of pending transfers with a time-out, the earliest due first; a binary heap. */
export class DuePendings {
  readonly #heap: number[] = [];
  readonly #before: (a: number, b: number) => boolean;

  /** @param before whether a falls due before b */
  constructor(before: (a: number, b: number) => boolean) {
    this.#before = before;
  }

  /** −1 where there is none. */
  get first(): number {
    return this.#heap[0] ?? -1;
  }

  add(pending: number): void {
    const heap = this.#heap;
    let child = heap.push(pending) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#before(pending, heap[parent] as number)) break;
      heap[child] = heap[parent] as number;
      child = parent;
    }
    heap[child] = pending;
  }

  dropFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && this.#before(right, heap[child] as number)) child += 1;
      if (!this.#before(heap[child] as number, last)) break;
      heap[parent] = heap[child] as number;
      parent = child;
    }
    heap[parent] = last;
  }
}
