import type { Plan } from '../../harness/plan.ts';
import type { Requests } from './requests.ts';

/**
 * From when a request was due until its reply: what a user waits for, queueing included. A stage
 * that has no schedule (`over` is 0) sends as fast as it is answered; there it counts from sending,
 * since the queue in front of the client would be of our own making.
 */
export function responseTimes(plan: Plan, requests: Requests): Float64Array {
  const scheduled = plan.workload.stages.map((stage) => stage.every > 0);
  return collect(requests, (at) =>
    scheduled[requests.stage[at] as number] === true
      ? (requests.due[at] as number)
      : (requests.sent[at] as number),
  );
}

/** From when a client sent a request until its reply. */
export function serviceTimes(requests: Requests): Float64Array {
  return collect(requests, (at) => requests.sent[at] as number);
}

/** In the order of the requests; −1 for one that was not answered. */
function collect(requests: Requests, start: (at: number) => number): Float64Array {
  const latencies = new Float64Array(requests.count);
  for (let at = 0; at < requests.count; at++) {
    const answered = requests.answered[at] as number;
    latencies[at] = answered < 0 ? -1 : Math.max(0, answered - start(at));
  }
  return latencies;
}

/** Those that were answered, in ascending order. */
export function sortedAnswered(latencies: Float64Array): Float64Array {
  return latencies.filter((latency) => latency >= 0).toSorted();
}
