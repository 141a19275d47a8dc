import type { z } from 'zod';
import type { Fault } from '../fault.ts';
import { OperatingError } from '../operating-error.ts';
import type { Plan } from '../plan.ts';
import { exitCodes } from '../result.ts';
import { faultSchema } from './fault-schema.ts';
import { planSchema } from './plan-schema.ts';
import {
  type Issue,
  type Path,
  type PositionedDocument,
  parsePositioned,
} from './positioned-document.ts';
import { list } from './schema-parts.ts';

/**
 * Reads a plan from YAML or JSON: a plan alone, or the one in a capsule.
 * @param file names it in the sentences about what is wrong
 * @param check what else has to hold (`checkPlan` with what is known of workloads)
 * @throws OperatingError with file, line and column of the first thing that is wrong
 */
export function parsePlan(text: string, file: string, check: (plan: Plan) => Issue[]): Plan {
  const whole = parsePositioned(text, file);
  const capsule = Object(whole.value) as { vivarium?: unknown; plan?: unknown };
  const base: Path = capsule.vivarium === 'capsule' ? ['plan'] : [];
  const value = base.length > 0 ? capsule.plan : withoutSchema(whole.value);
  const document = { ...whole, value };
  const { vivarium, version } = Object(document.value) as Record<string, unknown>;
  if (vivarium === 'plan' && Number.isInteger(version) && version !== 1) {
    throw new OperatingError(
      `${file} is a plan of version ${String(version)}, and this vivarium reads version 1: ` +
        `use the vivarium that wrote it.`,
      exitCodes.usage,
    );
  }
  const plan = shaped(document, planSchema, 'The plan', base);
  const issues = check(plan);
  if (issues.length > 0) throw document.error(issues.map((issue) => below(base, issue)));
  return plan;
}

/**
 * Reads faults from YAML or JSON: a list of them, or an object with a list called `faults` (so that
 * a plan's faults can be used again).
 * @param check what else has to hold; its paths begin with the fault's position
 * @throws OperatingError with file, line and column of the first thing that is wrong
 */
export function parseFaults(
  text: string,
  file: string,
  check: (faults: readonly Fault[]) => Issue[],
): readonly Fault[] {
  const document = parsePositioned(text, file);
  const within = Object(document.value) as { faults?: unknown };
  const nested = !Array.isArray(document.value) && within.faults !== undefined;
  const base: Path = nested ? ['faults'] : [];
  const value = nested ? within.faults : document.value;
  const faults = shaped({ ...document, value }, list(faultSchema), 'The file', base);
  const issues = check(faults);
  if (issues.length > 0) throw document.error(issues.map((issue) => below(base, issue)));
  return faults;
}

/** Editors of JSON find the schema of a file in its `$schema`; it is no part of the plan. */
function withoutSchema(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { $schema: _, ...plan } = value as { $schema?: unknown };
  return plan;
}

function below(base: Path, issue: Issue): Issue {
  return { ...issue, path: [...base, ...issue.path] };
}

function shaped<T>(
  document: PositionedDocument,
  schema: z.ZodType<T>,
  whole: string,
  base: Path = [],
): T {
  const parsed = schema.safeParse(document.value);
  if (parsed.success) return parsed.data;
  throw document.error(parsed.error.issues.map((issue) => issueOf(issue, whole, base)));
}

function issueOf(issue: z.core.$ZodIssue, whole: string, base: Path): Issue {
  const path: Path = [...base, ...issue.path.map((part) => asKey(part))];
  const subject = path.length === 0 ? whole : nameOf(path);
  const message = ended(`${subject} ${issue.message}`);
  if (issue.code !== 'unrecognized_keys') return { path, message };
  return { path: [...path, issue.keys[0] ?? ''], message, at: 'key' };
}

function asKey(part: PropertyKey): string | number {
  return typeof part === 'number' ? part : String(part);
}

/** As `faults[3].from`. */
function nameOf(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

function ended(sentence: string): string {
  return /[.?]$/.test(sentence) ? sentence : `${sentence}.`;
}
