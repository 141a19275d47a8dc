import type { Json, JsonObject } from '../harness/plan.ts';
import { type ParameterDescription, WorkloadError } from '../harness/workload.ts';

/** One parameter: what people are told about it, its default, and how its value is read. */
export interface Parameter<Value> extends Omit<ParameterDescription, 'name'> {
  /**
   * @param path the parameter's name, for the error
   * @throws WorkloadError where the value is not in range
   */
  read(value: Json, path: string): Value;
}

/** The parameters of a workload, by name. */
export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** What reading them gives. */
export type Values<All extends Parameters> = {
  readonly [Name in keyof All]: All[Name] extends Parameter<infer Value> ? Value : never;
};

/** @throws WorkloadError naming the parameter that is missing, unknown or out of range */
export function readParameters<All extends Parameters>(
  parameters: All,
  values: JsonObject,
  prefix = '',
): Values<All> {
  const known = Object.keys(parameters);
  for (const name of Object.keys(values)) {
    if (known.includes(name)) continue;
    const path = prefix + name;
    throw new WorkloadError(`There is no parameter ${path}; there are ${known.join(', ')}.`, path);
  }
  const read = Object.entries(parameters).map(([name, parameter]) => {
    const value = values[name];
    const path = prefix + name;
    if (value !== undefined) return [name, parameter.read(value, path)];
    const usual = JSON.stringify(parameter.default);
    throw new WorkloadError(`Parameter ${path} is missing; by default it is ${usual}.`, path);
  });
  return Object.fromEntries(read) as Values<All>;
}

/** What people are told about them. */
export function describe(parameters: Parameters): ParameterDescription[] {
  return Object.entries(parameters).map(([name, parameter]) => ({
    name,
    purpose: parameter.purpose,
    default: parameter.default,
    range: parameter.range,
  }));
}

export function integer(
  purpose: string,
  usual: number,
  minimum: number,
  maximum: number,
): Parameter<number> {
  const range = wholeNumber(minimum, maximum);
  return {
    purpose,
    default: usual,
    range,
    read: (value, path) =>
      isWithin(value, minimum, maximum) ? value : complain(path, value, range),
  };
}

/**
 * For a range that depends on other parameters.
 * @throws WorkloadError where the value is outside of it
 */
export function checkWithin(path: string, value: number, minimum: number, maximum: number): void {
  if (!isWithin(value, minimum, maximum)) complain(path, value, wholeNumber(minimum, maximum));
}

export function choice<Choice extends string>(
  purpose: string,
  usual: Choice,
  choices: readonly Choice[],
): Parameter<Choice> {
  const range = `one of ${choices.join(', ')}`;
  return {
    purpose,
    default: usual,
    range,
    read: (value, path) => choices.find((each) => each === value) ?? complain(path, value, range),
  };
}

/** A whole number of any size from 0, as decimal digits. */
export function digits(purpose: string, usual: string): Parameter<bigint> {
  const range = 'a text of 1 to 19 decimal digits';
  return {
    purpose,
    default: usual,
    range,
    read: (value, path) =>
      typeof value === 'string' && /^[0-9]{1,19}$/.test(value)
        ? BigInt(value)
        : complain(path, value, range),
  };
}

/** Shares in proportion to each other, one a key of `usual`; at least one is above 0. */
export function weights<Key extends string>(
  purpose: string,
  usual: Readonly<Record<Key, number>>,
): Parameter<Readonly<Record<Key, number>>> {
  const range = 'an object of weights (whole numbers from 0 to 1000000)';
  const parts: Record<string, Parameter<number>> = {};
  for (const key of Object.keys(usual) as Key[]) parts[key] = integer('', usual[key], 0, 1_000_000);
  return {
    purpose,
    default: usual,
    range,
    read: (value, path) => {
      if (!isObject(value)) return complain(path, value, range);
      const read = readParameters(parts, value, `${path}.`);
      if (Object.values(read).every((weight) => weight === 0)) {
        complain(path, value, 'weights of which at least one is above 0');
      }
      return read as Record<Key, number>;
    },
  };
}

function wholeNumber(minimum: number, maximum: number): string {
  return `a whole number from ${minimum} to ${maximum}`;
}

function isWithin(value: Json, minimum: number, maximum: number): value is number {
  return (
    Number.isSafeInteger(value) && (value as number) >= minimum && (value as number) <= maximum
  );
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function complain(path: string, value: Json, wanted: string): never {
  const found = JSON.stringify(value);
  throw new WorkloadError(`Parameter ${path} is ${found}; it must be ${wanted}.`, path);
}
