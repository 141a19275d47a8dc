const chunkSize = 65_536;

/** What is larger than this has a buffer of its own. */
const sharedMax = chunkSize / 8;

/** So that a body begins at a multiple of a record's widest field. */
const alignment = 16;

/**
 * Hands out zeroed bytes from buffers that many share: for a few hundred bytes a buffer each costs
 * more than all that is done with it. A buffer lives as long as anything in it: what is kept and
 * what is soon forgotten should not come from the same one.
 */
export class ChunkedBytes {
  #chunk = new ArrayBuffer(0);
  #used = 0;

  /** `size` bytes, all zero, which nobody else has or will have. */
  take(size: number): Uint8Array {
    if (size > sharedMax) return new Uint8Array(size);
    if (this.#used + size > this.#chunk.byteLength) {
      this.#chunk = new ArrayBuffer(chunkSize);
      this.#used = 0;
    }
    const bytes = new Uint8Array(this.#chunk, this.#used, size);
    this.#used = Math.ceil((this.#used + size) / alignment) * alignment;
    return bytes;
  }
}
