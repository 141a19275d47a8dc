import { assert } from '../../harness/assert.ts';

/**
 * Which addresses of the grid are taken. Every replica takes them in the same order, the lowest
 * first, so that a block has the same address everywhere and any peer's copy repairs it. What a
 * checkpoint no longer needs is free only when that checkpoint is durable: until then a crash
 * leads back to the one before.
 */
export class FreeSet {
  /** By address; 1 where it is taken. Address 0 is none. */
  #taken = new Uint8Array(64);
  /** No address below is free: where to begin to look. */
  #next = 1;
  #released: number[] = [];
  #count = 0;
  #highest = 0;

  /** How many addresses are taken, those that were released included. */
  get count(): number {
    return this.#count;
  }

  /** No address above was ever taken. */
  get highest(): number {
    return this.#highest;
  }

  /** The lowest free address, which is taken from then on. */
  acquire(): number {
    while (this.isTaken(this.#next)) this.#next++;
    const address = this.#next;
    this.take(address);
    return address;
  }

  /** Takes an address that a checkpoint says is in use. */
  take(address: number): void {
    assert(address > 0 && !this.isTaken(address), 'a block is nobody else’s');
    if (address >= this.#taken.length) {
      const larger = new Uint8Array(2 * Math.max(address, this.#taken.length));
      larger.set(this.#taken);
      this.#taken = larger;
    }
    this.#taken[address] = 1;
    this.#highest = Math.max(this.#highest, address);
    this.#count++;
  }

  isTaken(address: number): boolean {
    return this.#taken[address] === 1;
  }

  /** The checkpoint that is being written does without it. */
  release(address: number): void {
    assert(this.isTaken(address), 'only what is in use is released');
    this.#released.push(address);
  }

  /** The checkpoint that released addresses is durable at a replication quorum. */
  freeReleased(): void {
    for (const address of this.#released) {
      assert(this.isTaken(address), 'an address is released once');
      this.#taken[address] = 0;
      this.#count--;
      this.#next = Math.min(this.#next, address);
    }
    this.#released = [];
  }
}
