import { formatCount } from '../count-text.ts';
import { formatDuration } from '../duration-text.ts';
import type { Fault, NodeTarget, ReplicaTarget } from '../fault.ts';
import { suggestion } from '../nearest.ts';
import { type Plan, requestCount, type Stage } from '../plan.ts';
import type { Nanoseconds } from '../time.ts';
import { defaultsOf, WorkloadError, type WorkloadKind } from '../workload.ts';
import type { Issue, Path } from './positioned-document.ts';

/** What the checks know of the other folders. */
export interface PlanKnowledge {
  readonly workloads: readonly WorkloadKind[];
  /** Null where the cluster can survive the faults; else the sentence that says why not. */
  readonly withinBudget: (faults: readonly Fault[], replicas: number) => string | null;
}

/** What faults have to fit. */
export interface FaultSetting {
  readonly replicas: number;
  readonly clients: number;
  readonly healAt: Nanoseconds;
}

/** Everything about a plan that its shape alone does not promise. Empty where all is well. */
export function checkPlan(plan: Plan, knowledge: PlanKnowledge): Issue[] {
  const setting = {
    replicas: plan.cluster.replicas,
    clients: plan.workload.clients,
    healAt: plan.healAt,
  };
  const faults = checkFaults(plan.faults, setting, knowledge);
  return [
    ...checkWorkload(plan, knowledge.workloads),
    ...checkStages(plan.workload.stages),
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
  return [...checkParameters(plan, kind), ...checkStageNames(plan, kind, stages)];
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

/** As long as there are no checkpoints, the journal holds every op of the run. */
function checkJournal(plan: Plan): Issue[] {
  const least = requestCount(plan.workload.stages) + plan.workload.clients + 1;
  if (plan.cluster.configuration.journalSlotCount >= least) return [];
  const message =
    `The journal needs at least ${formatCount(least)} slots for this plan's requests ` +
    `and registrations, and more for pulses.`;
  return [{ path: ['cluster', 'configuration', 'journalSlotCount'], message }];
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
  if (issues.length > 0) return issues;
  const beyond = withinBudget(faults, setting.replicas);
  if (beyond === null) return [];
  // The sentence begins with the position of the fault that is one too many.
  const position = /^fault (\d+)/.exec(beyond)?.[1];
  const message = `The cluster could not survive these faults: ${beyond.replace(/\.$/, '')}.`;
  return [{ path: position === undefined ? [] : [Number(position)], message }];
}

function checkInterval(fault: Fault, { healAt }: FaultSetting): Issue[] {
  const lasts = fault.kind !== 'bit-flip';
  if (fault.until < fault.from || (lasts && fault.until === fault.from)) {
    return [{ path: ['until'], message: 'A fault must end after it begins: until is too early.' }];
  }
  if (fault.until <= healAt) return [];
  const limit = formatDuration(healAt);
  return [{ path: ['until'], message: `A fault must end by the time of healing, ${limit}.` }];
}

function checkTargets(fault: Fault, setting: FaultSetting): Issue[] {
  switch (fault.kind) {
    case 'cut':
      return checkCut(fault, setting);
    case 'partition':
      return checkSide(fault.side, setting);
    case 'loss':
    case 'duplication':
    case 'delay':
    case 'reordering':
      return [];
    default:
      return checkNode(fault.replica, ['replica'], setting);
  }
}

function checkCut(
  fault: { readonly sender: NodeTarget; readonly receiver: NodeTarget },
  setting: FaultSetting,
): Issue[] {
  const { sender, receiver } = fault;
  const issues = [
    ...checkNode(sender, ['sender'], setting),
    ...checkNode(receiver, ['receiver'], setting),
  ];
  if (sender === receiver && sender !== 'backup') {
    issues.push({ path: ['receiver'], message: 'A cut needs two different ends.' });
  } else if (isClient(sender) && isClient(receiver)) {
    issues.push({ path: ['receiver'], message: 'Clients do not talk to each other: cut another.' });
  }
  return issues;
}

function checkSide(side: readonly ReplicaTarget[], setting: FaultSetting): Issue[] {
  if (side.length === 0 || side.length >= setting.replicas) {
    const most = setting.replicas - 1;
    const message =
      most === 0
        ? 'A cluster of one replica cannot be partitioned.'
        : `A partition needs 1 to ${most} of the ${setting.replicas} replicas on its side.`;
    return [{ path: ['side'], message }];
  }
  return side.flatMap((replica, position) => {
    const path = ['side', position];
    if (replica !== 'backup' && side.indexOf(replica) < position) {
      return [{ path, message: `The replica ${replica} is named twice.` }];
    }
    return checkNode(replica, path, setting);
  });
}

function checkNode(target: NodeTarget, path: Path, setting: FaultSetting): Issue[] {
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

function isClient(target: NodeTarget): target is `client ${number}` {
  return typeof target === 'string' && target.startsWith('client ');
}
