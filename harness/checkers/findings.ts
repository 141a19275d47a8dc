import type { Verdict } from './checker.ts';

/** What a checker answers; `checkAll` puts its name to it. */
export type Finding = Omit<Verdict, 'name'>;

export function pass(checked: number, unit: string, why: string): Finding {
  return { verdict: 'pass', checked, unit, why, events: [] };
}

/** `events`: positions of the events that show it. */
export function fail(
  checked: number,
  unit: string,
  why: string,
  events: readonly number[],
): Finding {
  return { verdict: 'fail', checked, unit, why: capital(why), events: [...new Set(events)] };
}

export function unknown(
  checked: number,
  unit: string,
  why: string,
  events: readonly number[] = [],
): Finding {
  return { verdict: 'unknown', checked, unit, why: capital(why), events: [...new Set(events)] };
}

/** For `vacuous`: of conditions, each with how often it was met, those that never were. */
export function neverMet(conditions: readonly (readonly [number, string])[]): string[] {
  return conditions.flatMap(([count, condition]) => (count === 0 ? [condition] : []));
}

/** Two things that cannot both be true, and the events that say them. */
export interface Contradiction {
  readonly why: string;
  readonly events: readonly number[];
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
