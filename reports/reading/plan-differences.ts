import type { Plan } from '../../harness/plan.ts';
import { planFacts } from '../wording/plan-facts.ts';
import { countOf } from '../wording/quantities.ts';

/** Something that two plans say differently; null where one says nothing of it. */
export interface PlanDifference {
  readonly what: string;
  readonly a: string | null;
  readonly b: string | null;
}

/** Whether they are the same value, whatever the order in which it was written down. */
export function samePlan(a: Plan, b: Plan): boolean {
  return canonical(a) === canonical(b);
}

/** All that differs, in words and with units; empty where the plans are the same. */
export function planDifferences(a: Plan, b: Plan, word: string): readonly PlanDifference[] {
  if (samePlan(a, b)) return [];
  const [left, right] = [termsOf(a, word), termsOf(b, word)];
  const terms = new Set([...left.keys(), ...right.keys()]);
  const differences = [...terms].flatMap((what) => {
    const difference = { what, a: left.get(what) ?? null, b: right.get(what) ?? null };
    return difference.a === difference.b ? [] : [difference];
  });
  if (canonical(a.faults) !== canonical(b.faults)) differences.push(faultDifference(a, b));
  if (differences.length > 0) return differences;
  return [{ what: 'details', a: 'see its plan.json', b: 'see its plan.json' }];
}

function termsOf(plan: Plan, word: string): ReadonlyMap<string, string> {
  const facts = planFacts(plan, word).flatMap(([group, pairs]) =>
    pairs.map(([term, value]): [string, string] => [`${group}: ${term}`, value]),
  );
  return new Map([
    ['seed', plan.seed],
    ['workload', plan.workload.name],
    ['wall clock at the beginning', `${plan.cluster.epoch} ns since 1970`],
    ...facts,
  ]);
}

function faultDifference(a: Plan, b: Plan): PlanDifference {
  const shared = new Set(b.faults.map(canonical));
  const common = a.faults.filter((fault) => shared.has(canonical(fault))).length;
  const of = ({ faults }: Plan): string =>
    `${countOf(faults.length, 'fault')}, ${common} of them in both`;
  return { what: 'faults', a: of(a), b: of(b) };
}

/** As text in which the order of keys decides nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (each === null || typeof each !== 'object' || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).toSorted(([x], [y]) => (x < y ? -1 : 1)));
  });
}
