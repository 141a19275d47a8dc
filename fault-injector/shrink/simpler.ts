import type { Fault } from '../../harness/fault.ts';
import type { Plan } from '../../harness/plan.ts';
import { millisecond, type Nanoseconds, second } from '../../harness/time.ts';
import { type PlannedRequest, requestsOf, withRequests } from './requests-of.ts';

/** Shorter than this a fault has hardly an effect that a longer one would not have shown. */
const lengthMin: Nanoseconds = millisecond;

/** A plan that is healed by then takes hardly longer than one that is healed at once. */
const halvedMin: Nanoseconds = 4 * second;

/** No standbys, fewer replicas, then fewer clients: the fewest first. */
export function* simplerClusters(plan: Plan): Iterable<Plan> {
  const { cluster, workload } = plan;
  const { standbys = 0 } = cluster;
  for (let kept = 0; kept < standbys; kept++) {
    yield { ...plan, cluster: { ...cluster, standbys: kept } };
  }
  for (let replicas = 1; replicas < cluster.replicas; replicas++) {
    yield { ...plan, cluster: { ...cluster, replicas } };
  }
  for (let clients = 1; clients < workload.clients; clients++) {
    yield { ...plan, workload: { ...workload, clients } };
  }
}

/**
 * The first half of what is sent before healing, and nothing of what strikes later: a failure that
 * happened early is cut free of most of its run in a few attempts, each half as long as the last.
 */
export function* shorterLoads(plan: Plan): Iterable<Plan> {
  const { stages } = plan.workload;
  const all = requestsOf(stages);
  const waits = ({ stage }: PlannedRequest): boolean => stages[stage]?.role === 'settle';
  const before = all.filter((request) => !waits(request));
  if (before.length < 2) return;
  const kept = [...before.slice(0, Math.ceil(before.length / 2)), ...all.filter(waits)];
  yield endedWithLoad({
    ...plan,
    workload: { ...plan.workload, stages: withRequests(stages, kept) },
  });
}

/** One fault at a time, half as long. */
export function* simplerFaults(plan: Plan): Iterable<Plan> {
  for (const [position, fault] of plan.faults.entries()) {
    const length = fault.until - fault.from;
    if (length < 2 * lengthMin) continue;
    const until = fault.from + roundedUp(length / 2);
    yield { ...plan, faults: plan.faults.with(position, { ...fault, until } as Fault) };
  }
}

/**
 * Healing right after the last request of load, without the faults that begin later; then right
 * after the last fault and request; then all in half the time. An idle cluster costs time, too: a
 * plan that is over sooner makes all further attempts quicker.
 */
export function* simplerTimes(plan: Plan): Iterable<Plan> {
  const ended = endedWithLoad(plan);
  if (ended.faults.length < plan.faults.length) yield ended;
  const early = healedEarly(plan);
  if (early.healAt < plan.healAt) yield early;
  if (early.healAt > halvedMin) yield halved(plan);
}

/** Without the faults that begin after the last request of load, and healed right behind them. */
function endedWithLoad(plan: Plan): Plan {
  const due = lastDue(plan);
  return healedEarly({ ...plan, faults: plan.faults.filter(({ from }) => from <= due) });
}

/** When the last request falls due that does not wait for healing, in the last of its stages. */
function lastDue({ workload }: Plan): Nanoseconds {
  const dues = workload.stages
    .filter(({ role, requests }) => role !== 'settle' && requests.length > 0)
    .map(({ every, requests }) => every * ((requests.at(-1)?.[1] ?? 1) - 1));
  return Math.max(0, ...dues);
}

function healedEarly(plan: Plan): Plan {
  const last = Math.max(lastDue(plan), ...plan.faults.map(({ until }) => until));
  const healAt = Math.ceil((last + 1) / second) * second;
  return healAt < plan.healAt ? { ...plan, healAt } : plan;
}

/** Requests fall due twice as fast, and faults begin twice as early, and last half as long. */
function halved(plan: Plan): Plan {
  const { workload } = plan;
  const stages = workload.stages.map((stage) => ({
    ...stage,
    every: stage.every === 0 ? 0 : Math.max(1, Math.floor(stage.every / 2)),
  }));
  const faults = plan.faults.map((fault): Fault => {
    const from = Math.floor(fault.from / 2);
    return { ...fault, from, until: from + roundedUp((fault.until - fault.from) / 2) };
  });
  return healedEarly({ ...plan, workload: { ...workload, stages }, faults });
}

/**
 * A parameter of the workload half as large: fewer accounts, fewer events in a request. What all
 * requests hold is drawn anew then, so most of the time it is another run altogether.
 */
export function smallerParameter(plan: Plan, name: string): Plan | null {
  const { workload } = plan;
  const value = workload.parameters[name];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 2) return null;
  const parameters = { ...workload.parameters, [name]: Math.floor(value / 2) };
  return { ...plan, workload: { ...workload, parameters } };
}

/** To a whole millisecond, so that the numbers are easy to read. */
function roundedUp(length: Nanoseconds): Nanoseconds {
  return Math.max(lengthMin, Math.ceil(length / millisecond) * millisecond);
}
