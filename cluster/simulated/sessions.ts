import { assert } from '../../harness/assert.ts';
import type { Random } from '../../harness/random.ts';

/** Which session has which id, and which of them clients still use. */
export class Sessions {
  readonly #random: Random;
  readonly #numbers = new Map<bigint, number>();
  readonly #clients = new Map<bigint, number>();
  /** The id of each client's present session. */
  readonly #ids: (bigint | undefined)[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** A new session, numbered in the order of opening, with an id that nobody had before. */
  open(client: number): { readonly number: number; readonly client: bigint } {
    const number = this.#numbers.size;
    const random = this.#random.at(number);
    let id = 0n;
    for (let word = 0; word < 4; word++) id = (id << 32n) | BigInt(random.uint32());
    assert(id !== 0n && !this.#numbers.has(id), 'ids of sessions are not zero and never the same');
    this.close(client);
    this.#numbers.set(id, number);
    this.#clients.set(id, client);
    this.#ids[client] = id;
    return { number, client: id };
  }

  close(client: number): void {
    const id = this.#ids[client];
    if (id === undefined) return;
    this.#clients.delete(id);
    this.#ids[client] = undefined;
  }

  /** The session's number, for ever; −1 for an id that no client ever had. */
  numberOf(id: bigint): number {
    return this.#numbers.get(id) ?? -1;
  }

  /** The client that uses the id at present; null where it is connected no more. */
  clientOf(id: bigint): number | null {
    return this.#clients.get(id) ?? null;
  }
}
