import type { Json, JsonObject } from '../harness/plan.ts';
import { WorkloadError } from '../harness/workload.ts';

/** Reads a workload's parameters; a complaint names one and says what it should be. */
export class Parameters {
  readonly #values: JsonObject;
  readonly #prefix: string;

  /** @throws WorkloadError where a parameter is missing or not one that `defaults` has. */
  constructor(values: JsonObject, defaults: JsonObject, prefix = '') {
    this.#values = values;
    this.#prefix = prefix;
    const known = Object.keys(defaults);
    for (const name of Object.keys(values)) {
      if (known.includes(name)) continue;
      throw new WorkloadError(
        `There is no parameter ${prefix}${name}; there are ${known.join(', ')}.`,
      );
    }
    for (const name of known) {
      if (values[name] === undefined) {
        const value = JSON.stringify(defaults[name]);
        throw new WorkloadError(
          `Parameter ${prefix}${name} is missing; by default it is ${value}.`,
        );
      }
    }
  }

  integer(name: string, minimum: number, maximum: number): number {
    const value = this.#values[name];
    if (
      typeof value === 'number' &&
      Number.isSafeInteger(value) &&
      value >= minimum &&
      value <= maximum
    ) {
      return value;
    }
    return this.#complain(name, `a whole number from ${minimum} to ${maximum}`);
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const value = this.#values[name];
    const found = choices.find((choice) => choice === value);
    return found ?? this.#complain(name, `one of ${choices.join(', ')}`);
  }

  /** A whole number of any size from 0, as decimal digits. */
  digits(name: string): bigint {
    const value = this.#values[name];
    if (typeof value === 'string' && /^[0-9]{1,19}$/.test(value)) return BigInt(value);
    return this.#complain(name, 'a text of 1 to 19 decimal digits');
  }

  /** Shares in proportion to each other, one a key of `defaults`; at least one is above 0. */
  weights<Key extends string>(
    name: string,
    defaults: Readonly<Record<Key, number>>,
  ): Readonly<Record<Key, number>> {
    const value = this.#values[name];
    if (!isObject(value)) return this.#complain(name, 'an object of weights');
    const inner = new Parameters(value, defaults, `${this.#prefix}${name}.`);
    const keys = Object.keys(defaults) as Key[];
    const pairs = keys.map((key) => [key, inner.integer(key, 0, 1_000_000)] as const);
    if (pairs.every(([, weight]) => weight === 0)) {
      this.#complain(name, 'weights of which at least one is above 0');
    }
    return Object.fromEntries(pairs) as Record<Key, number>;
  }

  #complain(name: string, wanted: string): never {
    const value = JSON.stringify(this.#values[name]);
    throw new WorkloadError(`Parameter ${this.#prefix}${name} is ${value}; it must be ${wanted}.`);
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
