import {
  blockSizeOf,
  checkpointInterval,
  checkpointIntervalMin,
  lsmCompactionOpsOf,
} from '../checkpoint-schedule.ts';
import { formatCount } from '../count-text.ts';
import { exactDuration } from '../duration-text.ts';
import type { Excess, Fault, LinkEnd, NodeTarget, ReplicaTarget } from '../fault.ts';
import { suggestion } from '../nearest.ts';
import { type Expectation, type Plan, requestCount, type Stage, spanOf } from '../plan.ts';
import { minute, type Nanoseconds } from '../time.ts';
import { defaultsOf, WorkloadError, type WorkloadKind } from '../workload.ts';
import type { Issue, Path } from './positioned-document.ts';

/** What the checks know of the other folders. */
export interface PlanKnowledge {
  readonly workloads: readonly WorkloadKind[];
  /** Null where the cluster can survive the faults. */
  readonly withinBudget: (faults: readonly Fault[], replicas: number) => Excess | null;
}

/** What faults have to fit. */
export interface FaultSetting {
  readonly replicas: number;
  readonly clients: number;
  readonly healAt: Nanoseconds;
  /** As the plan's. */
  readonly expect?: Expectation | undefined;
}

/** Everything about a plan that its shape alone does not promise. Empty where all is well. */
export function checkPlan(plan: Plan, knowledge: PlanKnowledge): Issue[] {
  const setting = {
    replicas: plan.cluster.replicas,
    clients: plan.workload.clients,
    healAt: plan.healAt,
    expect: plan.expect,
  };
  const faults = checkFaults(plan.faults, setting, knowledge);
  return [
    ...checkWorkload(plan, knowledge.workloads),
    ...checkStages(plan.workload.stages),
    ...checkSpans(plan.workload.stages),
    ...checkJournal(plan),
    ...faults.map((issue) => ({ ...issue, path: ['faults', ...issue.path] })),
  ];
}

function checkWorkload(plan: Plan, workloads: readonly WorkloadKind[]): Issue[] {
  const { name, parameters, stages } = plan.workload;
  const kind = workloads.find((workload) => workload.name === name);
  if (kind === undefined) {
    const names = workloads.map((workload) => workload.name);
    const guess = suggestion(name, names) || `; there are ${names.join(', ')}.`;
    return [{ path: ['workload', 'name'], message: `There is no workload "${name}"${guess}` }];
  }
  const defaults = defaultsOf(kind);
  const unknown = Object.keys(parameters).find((key) => !Object.hasOwn(defaults, key));
  if (unknown !== undefined) {
    const names = Object.keys(defaults);
    const guess = suggestion(unknown, names) || `; it has ${names.join(', ')}.`;
    const message = `The workload ${name} has no parameter "${unknown}"${guess}`;
    return [{ path: ['workload', 'parameters', unknown], message, at: 'key' }];
  }
  const missing = Object.keys(defaults).find((key) => !Object.hasOwn(parameters, key));
  if (missing !== undefined) {
    const usual = JSON.stringify(defaults[missing]);
    const message = `The parameter "${missing}" is missing; its default is ${usual}.`;
    return [{ path: ['workload', 'parameters'], message }];
  }
  // With wrong parameters a workload cannot say which stages it has.
  const wrong = checkParameters(plan, kind);
  if (wrong.length > 0) return wrong;
  const misnamed = checkStageNames(plan, kind, stages);
  return misnamed.length > 0 ? misnamed : checkSetup(plan, kind, stages);
}

function checkParameters(plan: Plan, kind: WorkloadKind): Issue[] {
  try {
    kind.open(plan.seed, plan.workload.parameters);
    return [];
  } catch (error) {
    if (!(error instanceof WorkloadError)) throw error;
    const path = ['workload', 'parameters', ...(error.parameter?.split('.') ?? [])];
    return [{ path, message: error.message }];
  }
}

function checkStageNames(plan: Plan, kind: WorkloadKind, stages: readonly Stage[]): Issue[] {
  const known = kind.stages(plan.workload.parameters, 1).map((stage) => stage.name);
  return stages.flatMap((stage, position) => {
    if (known.includes(stage.name)) return [];
    const guess = suggestion(stage.name, known) || `; it has ${known.join(', ')}.`;
    const message = `The workload ${kind.name} has no stage "${stage.name}"${guess}`;
    return [{ path: ['workload', 'stages', position, 'name'], message }];
  });
}

/** What sets the stage has an end that the parameters decide: there is nothing behind it to ask. */
function checkSetup(plan: Plan, kind: WorkloadKind, stages: readonly Stage[]): Issue[] {
  const load = stages.filter((stage) => stage.role === 'load');
  const sizes = kind.stages(plan.workload.parameters, Math.max(1, requestCount(load)));
  return stages.flatMap((stage, position) => {
    const size = sizes.find(({ name, role }) => name === stage.name && role === 'setup')?.requests;
    if (size === undefined || (stage.requests.at(-1)?.[1] ?? 0) <= size) return [];
    const message = `With these parameters the stage "${stage.name}" has requests 0 to ${size - 1}.`;
    return [{ path: ['workload', 'stages', position, 'requests'], message }];
  });
}

/** Longer than this no stage may take: a day, as everything else in a plan. */
const spanMax: Nanoseconds = 24 * 60 * minute;

function checkSpans(stages: readonly Stage[]): Issue[] {
  return stages.flatMap((stage, position) => {
    if (spanOf(stage) <= spanMax) return [];
    const message = 'The last request of this stage would fall due after more than a day.';
    return [{ path: ['workload', 'stages', position, 'every'], message }];
  });
}

/** Settling waits for healing, so that nothing can come behind it that runs under faults. */
function checkStages(stages: readonly Stage[]): Issue[] {
  const settle = stages.findIndex((stage) => stage.role === 'settle');
  if (settle < 0) return [];
  return stages.flatMap((stage, position) => {
    if (position < settle || stage.role === 'settle') return [];
    const message = `A stage of the role ${stage.role} must stand before those that settle.`;
    return [{ path: ['workload', 'stages', position, 'role'], message }];
  });
}

/** A checkpoint must be durable before the next one begins, and its blocks fit into messages. */
function checkJournal({ cluster: { configuration } }: Plan): Issue[] {
  const { pipelinePrepareQueueMax: pipeline, messageSizeMax } = configuration;
  const path = ['cluster', 'configuration'];
  if (lsmCompactionOpsOf(configuration) < pipeline) {
    const message =
      'A checkpoint must come at least as many ops before its trigger as the pipeline holds: ' +
      `${formatCount(pipeline)}.`;
    return [{ path: [...path, 'lsmCompactionOps'], message }];
  }
  if (blockSizeOf(configuration) > messageSizeMax) {
    const message = 'A block must fit into a message: no more bytes than messageSizeMax.';
    return [{ path: [...path, 'blockSize'], message }];
  }
  const missing = checkpointIntervalMin(configuration) - checkpointInterval(configuration);
  if (missing <= 0) return [];
  const least = configuration.journalSlotCount + missing;
  const message =
    `The journal needs at least ${formatCount(least)} slots, so that one checkpoint can be ` +
    'durable before the next one begins.';
  return [{ path: [...path, 'journalSlotCount'], message }];
}

/** The paths of the issues begin with the fault's position. */
export function checkFaults(
  faults: readonly Fault[],
  setting: FaultSetting,
  { withinBudget }: Pick<PlanKnowledge, 'withinBudget'>,
): Issue[] {
  const issues = faults.flatMap((fault, position) =>
    [...checkInterval(fault, setting), ...checkTargets(fault, setting)].map((issue) => ({
      ...issue,
      path: [position, ...issue.path],
    })),
  );
  if (issues.length > 0 || setting.expect === 'do-not-lie') return issues;
  const excess = withinBudget(faults, setting.replicas);
  if (excess === null) return [];
  const message =
    `The cluster could not survive this fault: ${excess.why}; or expect of the cluster only that ` +
    'it does not lie (expect: do-not-lie in a plan, --expect do-not-lie).';
  return [{ path: [excess.position], message }];
}

function checkInterval(fault: Fault, { healAt }: FaultSetting): Issue[] {
  const lasts = fault.kind !== 'bit-flip';
  if (fault.until < fault.from || (lasts && fault.until === fault.from)) {
    return [{ path: ['until'], message: 'A fault must end after it begins: until is too early.' }];
  }
  if (fault.until <= healAt) return [];
  const limit = exactDuration(healAt);
  return [{ path: ['until'], message: `A fault must end by the time of healing, ${limit}.` }];
}

function checkTargets(fault: Fault, setting: FaultSetting): Issue[] {
  switch (fault.kind) {
    case 'cut':
    case 'flapping':
    case 'clogging':
    case 'bandwidth':
      return checkLinks(fault, setting);
    case 'partition':
      return checkSide(fault.side, setting);
    case 'client-cut':
      return [
        ...checkNode(`client ${fault.client}`, ['client'], setting),
        ...checkClientCut(fault.replicas, setting),
      ];
    case 'loss':
    case 'duplication':
    case 'delay':
    case 'reordering':
    case 'corruption':
    case 'truncation':
      return [];
    default:
      return checkNode(fault.replica, ['replica'], setting);
  }
}

function checkLinks(
  fault: { readonly kind: string; readonly sender: LinkEnd; readonly receiver: LinkEnd },
  setting: FaultSetting,
): Issue[] {
  const { kind, sender, receiver } = fault;
  const issues = [
    ...checkNode(sender, ['sender'], setting),
    ...checkNode(receiver, ['receiver'], setting),
  ];
  if (sender === receiver && sender !== 'backup' && sender !== 'all') {
    const what = kind === 'cut' ? 'A cut' : 'A link';
    issues.push({ path: ['receiver'], message: `${what} needs two different ends.` });
  } else if (isClient(sender) && isClient(receiver)) {
    const message = `Clients do not talk to each other: name another end.`;
    issues.push({ path: ['receiver'], message });
  }
  return issues;
}

function checkSide(side: readonly NodeTarget[], setting: FaultSetting): Issue[] {
  const most = setting.replicas - 1;
  const replicas = side.filter((node) => !isClient(node)).length;
  if (side.length === 0 || replicas > most) {
    const message =
      most === 0
        ? 'A cluster of one replica cannot be partitioned: only clients can be on the side.'
        : `A partition needs 1 to ${most} of the ${setting.replicas} replicas on its side, ` +
          'or only clients.';
    return [{ path: ['side'], message }];
  }
  return checkDistinct(side, 'side', setting);
}

function checkClientCut(replicas: readonly ReplicaTarget[], setting: FaultSetting): Issue[] {
  if (replicas.length > 0) return checkDistinct(replicas, 'replicas', setting);
  const message = 'A client is cut off from at least one replica: name some.';
  return [{ path: ['replicas'], message }];
}

function checkDistinct(
  nodes: readonly NodeTarget[],
  field: string,
  setting: FaultSetting,
): Issue[] {
  return nodes.flatMap((node, position) => {
    const path = [field, position];
    if (node !== 'backup' && nodes.indexOf(node) < position) {
      const name = isClient(node) ? node : `replica ${node}`;
      return [{ path, message: `The ${name} is named twice.` }];
    }
    return checkNode(node, path, setting);
  });
}

function checkNode(target: LinkEnd, path: Path, setting: FaultSetting): Issue[] {
  if (typeof target === 'number') {
    if (target < setting.replicas) return [];
    const range = setting.replicas === 1 ? 'only replica 0' : `0 to ${setting.replicas - 1}`;
    return [{ path, message: `There is no replica ${target}: there is ${range}.` }];
  }
  if (!isClient(target)) return [];
  const client = Number(target.slice('client '.length));
  if (client < setting.clients) return [];
  return [{ path, message: `There is no ${target}: there are ${setting.clients}, from 0.` }];
}

function isClient(target: LinkEnd): target is `client ${number}` {
  return typeof target === 'string' && target.startsWith('client ');
}
