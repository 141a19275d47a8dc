import { Document, isCollection, isPair, isSeq, visit } from 'yaml';
import { exactDuration, parseDuration } from '../duration-text.ts';
import type { Json, Plan } from '../plan.ts';
import { orderedPlan } from './plan-format.ts';

/** Fields that hold spans or moments, everywhere but in the workload's own parameters. */
const durations = new Set(
  (
    'from until every healAt livenessBound mean hold offset ' +
    'latencyMin latencyMean readMin readMean writeMin writeMean'
  ).split(' '),
);

const ratios = new Set(['ratio', 'loss', 'duplication', 'lost', 'torn']);

/**
 * A plan as a person would write it: durations like `1.5s`, ratios like `1/4`, a fault a line.
 * `parsePlan` reads the same plan back.
 * @param comment lines that come first; `yaml-language-server: $schema=…` names a schema to editors
 */
export function formatPlanYaml(plan: Plan, comment: readonly string[]): string {
  const { parameters } = plan.workload;
  const readable = written('', orderedPlan(plan) as unknown as Json) as { workload: object };
  const document = new Document({ ...readable, workload: { ...readable.workload, parameters } });
  document.commentBefore = comment.map((line) => ` ${line}`).join('\n');
  visit(document, {
    Pair(_, { key, value }) {
      const name = String((key as { value?: unknown } | null)?.value);
      if (!isCollection(value)) return;
      if (name === 'faults') for (const fault of value.items) flow(fault);
      if (name === 'requests' && isSeq(value)) flow(value);
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function flow(node: unknown): void {
  if (isCollection(node)) node.flow = true;
  else if (isPair(node)) flow(node.value);
}

function written(name: string, value: Json): Json {
  if (typeof value === 'number' && durations.has(name)) return durationText(value);
  if (Array.isArray(value)) {
    if (ratios.has(name)) return value.join('/');
    return value.map((each: Json) => written('', each));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, written(key, each)] as const);
  return Object.fromEntries(entries);
}

/** The number itself where no text says exactly the same. */
function durationText(duration: number): string | number {
  const text = exactDuration(duration).replace(' ', '');
  return parseDuration(text) === duration ? text : duration;
}
