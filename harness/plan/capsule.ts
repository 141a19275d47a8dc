import type { Failure } from '../failure.ts';
import type { Plan } from '../plan.ts';
import type { ExitCode } from '../result.ts';
import { orderedPlan } from './plan-format.ts';

/** A failure in one small file: the plan, and what running it comes to. */
export interface Capsule {
  readonly vivarium: 'capsule';
  readonly version: 1;
  /** Of a failure that was found in our own code, and is no more: what it was, in a sentence. */
  readonly found?: string;
  readonly expected: Expectation;
  /** The versions that it was made with: others may run the plan otherwise. */
  readonly versions: { readonly vivarium: string; readonly node: string };
  readonly plan: Plan;
}

export interface Expectation {
  readonly exit: ExitCode;
  readonly failures: readonly Failure[];
  /** Null where only the failures count: other versions may run the plan otherwise. */
  readonly fingerprint: string | null;
}

/** As it stands in a file: a line for each field and each fault, so that it stays small. */
export function formatCapsule(capsule: Capsule): string {
  const { plan, ...rest } = capsule;
  const { faults, ...others } = orderedPlan(plan) as Plan;
  const lines = Object.entries(rest).map(([name, value]) => field(1, name, JSON.stringify(value)));
  const own = Object.entries(others).map(([name, value]) => field(2, name, JSON.stringify(value)));
  const struck = faults.map((fault) => `      ${JSON.stringify(fault)}`);
  own.push(field(2, 'faults', struck.length === 0 ? '[]' : `[\n${struck.join(',\n')}\n    ]`));
  lines.push(field(1, 'plan', `{\n${own.join(',\n')}\n  }`));
  return `{\n${lines.join(',\n')}\n}\n`;
}

function field(depth: number, name: string, value: string): string {
  return `${'  '.repeat(depth)}${JSON.stringify(name)}: ${value}`;
}
