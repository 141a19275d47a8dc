import { formatCount } from '../../harness/count-text.ts';
import { type Json, type Plan, spanOf } from '../../harness/plan.ts';
import type { Nanoseconds } from '../../harness/time.ts';
import { countOf, formatDuration, formatNumber, percent } from './quantities.ts';

/** What a thing is called, and what it is, with its unit. */
export type Pair = readonly [term: string, value: string];

/** All of a plan but its seed and its faults, in words, group by group. */
export function planFacts(
  plan: Plan,
  word: string,
): readonly (readonly [title: string, facts: readonly Pair[]])[] {
  return [
    ['Stages', stages(plan, word)],
    ['Workload', parameters(plan)],
    ['Cluster', cluster(plan)],
    ['Network and disks', weather(plan)],
    ['After the faults', healing(plan)],
  ];
}

function stages(plan: Plan, word: string): readonly Pair[] {
  return plan.workload.stages.map((stage) => {
    const { name, requests } = stage;
    const span = spanOf(stage);
    const count = requests.reduce((sum, [from, until]) => sum + until - from, 0);
    const pace = span > 0 ? ` over ${formatDuration(span)} (${word})` : ', back to back';
    return [name, `${countOf(count, 'request')}${pace}`];
  });
}

function parameters(plan: Plan): readonly Pair[] {
  const flat = flatten('', plan.workload.parameters);
  return [['clients', formatCount(plan.workload.clients)], ...flat];
}

function flatten(prefix: string, value: Json): readonly Pair[] {
  if (typeof value === 'number') return [[prefix, quantity(prefix, value)]];
  if (value === null || typeof value !== 'object') return [[prefix, named(prefix, value)]];
  if (Array.isArray(value)) return [[prefix, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, each]) =>
    flatten(prefix === '' ? key : `${prefix}.${key}`, each as Json),
  );
}

function named(name: string, value: boolean | string | null): string {
  return name === 'epoch' ? `${value} ns since 1970` : String(value);
}

/** Names of parameters end with what they count, where it is no number of things. */
function quantity(name: string, value: number): string {
  if (name.endsWith('SizeMax')) return countOf(value, 'byte');
  // A transfer's time-out counts in seconds.
  if (name.endsWith('timeoutMax')) return `${formatCount(value)} s`;
  return Number.isInteger(value) ? formatCount(value) : formatNumber(value);
}

function cluster({ cluster: { kind, replicas, configuration } }: Plan): readonly Pair[] {
  return [
    ['kind', kind],
    ['replicas', formatCount(replicas)],
    ['largest message', countOf(configuration.messageSizeMax, 'byte')],
    ['journal', countOf(configuration.journalSlotCount, 'slot')],
    ['pipeline', countOf(configuration.pipelinePrepareQueueMax, 'prepare')],
    ['waiting behind it', countOf(configuration.pipelineRequestQueueMax, 'request')],
    ['sessions', `at most ${formatCount(configuration.clientsMax)}`],
  ];
}

function weather({ cluster: { network, storage } }: Plan): readonly Pair[] {
  return [
    ['message', spread(network.latencyMin, network.latencyMean)],
    ['messages lost', percent(network.loss)],
    ['messages doubled', percent(network.duplication)],
    ['disk read', spread(storage.readMin, storage.readMean)],
    ['disk write', spread(storage.writeMin, storage.writeMean)],
  ];
}

function healing(plan: Plan): readonly Pair[] {
  return [
    ['all faults lifted at', formatDuration(plan.healAt)],
    ['every request answered within', formatDuration(plan.livenessBound)],
  ];
}

function spread(min: Nanoseconds, mean: Nanoseconds): string {
  return `${formatDuration(min)} + ${formatDuration(mean)} on average`;
}
