import type { Random } from '../harness/random.ts';

/** Shares in proportion to each other; what is left out has none. */
export type Weights<Role extends string> = Readonly<Partial<Record<Role, number>>>;

/** Numbers to numbers, as if drawn: cheaper than a generator of its own for each. */
export class Hashes {
  readonly #key: number;

  constructor(random: Random) {
    this.#key = random.uint32();
  }

  /** From 0 to 2^32 − 1. */
  of(number: number, salt = 0x9e3779b1): number {
    let hash = Math.imul((number | 0) ^ this.#key, salt);
    hash ^= Math.floor(number / 0x1_0000_0000) + (hash >>> 15);
    hash = Math.imul(hash, 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 13), 0x27d4eb2f);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
}

/**
 * What is drawn first for an event, from a hash of its number rather than a generator: others look
 * at many heads before they find the event that they refer to.
 */
export class Heads<Role extends string> {
  readonly #roles: readonly Role[];
  /** Of the roles' weights, up to and with each. */
  readonly #sums: readonly number[];
  readonly #repeatableOneIn: number;
  readonly #hashes: Hashes;

  constructor(weights: Weights<Role>, repeatableOneIn: number, random: Random) {
    let sum = 0;
    this.#roles = Object.keys(weights) as Role[];
    this.#sums = this.#roles.map((role) => {
      sum += weights[role] ?? 0;
      return sum;
    });
    this.#repeatableOneIn = repeatableOneIn;
    this.#hashes = new Hashes(random);
  }

  role(number: number): Role {
    const sums = this.#sums;
    const position = this.#hashes.of(number) % (sums.at(-1) as number);
    let i = 0;
    while (position >= (sums[i] as number)) i += 1;
    return this.#roles[i] as Role;
  }

  /** Whether later events may send the event again; then nothing else refers to it. */
  repeatable(number: number): boolean {
    return this.#hashes.of(number, 0x85ebca6b) % this.#repeatableOneIn === 0;
  }
}
