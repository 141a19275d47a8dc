import type { Random } from '../harness/random.ts';

/**
 * What is drawn first for an event, from a hash of its number rather than a generator: others look
 * at many heads before they find the event that they refer to.
 */
export class Heads<Role extends string> {
  readonly #roles: readonly Role[];
  /** Of the roles' weights, up to and with each. */
  readonly #sums: readonly number[];
  readonly #repeatableOneIn: number;
  readonly #key: number;

  constructor(
    weights: Readonly<Record<Role, number>>,
    options: { readonly repeatableOneIn: number },
    random: Random,
  ) {
    let sum = 0;
    this.#roles = Object.keys(weights) as Role[];
    this.#sums = this.#roles.map((role) => {
      sum += weights[role];
      return sum;
    });
    this.#repeatableOneIn = options.repeatableOneIn;
    this.#key = random.uint32();
  }

  role(number: number): Role {
    const sums = this.#sums;
    const position = this.#hash(number, 0x9e3779b1) % (sums.at(-1) as number);
    let i = 0;
    while (position >= (sums[i] as number)) i += 1;
    return this.#roles[i] as Role;
  }

  /** Whether later events may send the event again; then nothing else refers to it. */
  repeatable(number: number): boolean {
    return this.#hash(number, 0x85ebca6b) % this.#repeatableOneIn === 0;
  }

  #hash(number: number, salt: number): number {
    let hash = Math.imul((number | 0) ^ this.#key, salt);
    hash ^= Math.floor(number / 0x1_0000_0000) + (hash >>> 15);
    hash = Math.imul(hash, 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 13), 0x27d4eb2f);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
}
