import { formatCount } from '../../harness/count-text.ts';
import type { Json, Plan } from '../../harness/plan.ts';
import type { Ratio } from '../../harness/random.ts';
import type { Counts } from '../../harness/result.ts';
import type { Nanoseconds } from '../../harness/time.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { countOf, formatDuration, formatNumber } from '../wording/quantities.ts';
import type { Evidence } from './evidence.ts';
import { section } from './figure.ts';

type Pair = readonly [term: string, value: string];

/** The essentials of the plan: what it takes to understand the run without its file. */
export function planSection({ plan, word }: Evidence): string {
  const content =
    `<div class="pairs">${pairs('Stages', stages(plan, word))}` +
    `${pairs('Workload', parameters(plan))}${pairs('Cluster', cluster(plan))}` +
    `${pairs('Network and disks', weather(plan))}${pairs('After the faults', healing(plan))}</div>`;
  return section(
    'plan',
    'The plan',
    `All that was decided before the run began. Spans are ${word} time; plan.json has the rest.`,
    content,
  );
}

export function countSection({ result }: Evidence): string {
  const { counts } = result;
  const labels: Readonly<Record<Exclude<keyof Counts, 'createStatuses'>, string>> = {
    requests: 'requests sent',
    replies: 'replies received',
    unanswered: 'requests not answered',
    events: 'events in the requests',
    ops: 'ops committed, pulses and registers too',
    faults: 'faults that struck',
    viewChanges: 'view changes',
    crashes: 'crashes',
  };
  const keys = Object.keys(labels) as (keyof typeof labels)[];
  const list = keys.map((key): Pair => [labels[key], formatCount(counts[key])]);
  const half = Math.ceil(list.length / 2);
  const content =
    `<div class="pairs">${pairs('Load', list.slice(0, half))}` +
    `${pairs('Cluster', list.slice(half))}</div>`;
  return section('counts', 'Counts', '', content);
}

function pairs(title: string, list: readonly Pair[]): string {
  if (list.length === 0) return '';
  const items = list.map(
    ([term, value]) => `<div><dt>${escapeMarkup(term)}</dt><dd>${escapeMarkup(value)}</dd></div>`,
  );
  // A long list may run on in the next column; a short one would only be torn apart.
  const whole = list.length <= 12 ? ' class="whole"' : '';
  return `<div${whole}><h3>${title}</h3><dl>${items.join('\n')}</dl></div>`;
}

function stages(plan: Plan, word: string): readonly Pair[] {
  return plan.workload.stages.map(({ name, requests, over }) => {
    const count = requests.reduce((sum, [from, until]) => sum + until - from, 0);
    const pace = over > 0 ? ` over ${formatDuration(over)} (${word})` : ', back to back';
    return [name, `${countOf(count, 'request')}${pace}`];
  });
}

function parameters(plan: Plan): readonly Pair[] {
  const flat = flatten('', plan.workload.parameters).slice(0, 40);
  return [['clients', formatCount(plan.workload.clients)], ...flat];
}

function flatten(prefix: string, value: Json): readonly Pair[] {
  if (value === null || typeof value !== 'object') return [[prefix, String(value)]];
  if (Array.isArray(value)) return [[prefix, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, each]) =>
    flatten(prefix === '' ? key : `${prefix}.${key}`, each as Json),
  );
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

function percent([numerator, denominator]: Ratio): string {
  return `${formatNumber((100 * numerator) / denominator)} %`;
}
