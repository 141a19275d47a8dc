import type { Fault } from '../../harness/fault.ts';
import type { Plan } from '../../harness/plan.ts';
import { millisecond, type Nanoseconds, second } from '../../harness/time.ts';

/** Shorter than this a fault has hardly an effect that a longer one would not have shown. */
const lengthMin: Nanoseconds = millisecond;

/** Fewer replicas, then fewer clients: the fewest first. */
export function* simplerClusters(plan: Plan): Iterable<Plan> {
  const { cluster, workload } = plan;
  for (let replicas = 1; replicas < cluster.replicas; replicas++) {
    yield { ...plan, cluster: { ...cluster, replicas } };
  }
  for (let clients = 1; clients < workload.clients; clients++) {
    yield { ...plan, workload: { ...workload, clients } };
  }
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

/** Healing right after the last fault and the last request of load. */
export function* simplerTimes(plan: Plan): Iterable<Plan> {
  const ends = plan.faults.map(({ until }) => until);
  const dues = plan.workload.stages
    .filter(({ role, requests }) => role !== 'settle' && requests.length > 0)
    .map(({ every, requests }) => every * ((requests.at(-1)?.[1] ?? 1) - 1));
  const last = Math.max(0, ...ends, ...dues);
  const healAt = Math.ceil((last + 1) / second) * second;
  if (healAt < plan.healAt) yield { ...plan, healAt };
}

/** To a whole millisecond, so that the numbers are easy to read. */
function roundedUp(length: Nanoseconds): Nanoseconds {
  return Math.max(lengthMin, Math.ceil(length / millisecond) * millisecond);
}
