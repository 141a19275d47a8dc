import type { History } from '../../harness/history.ts';
import type { Plan } from '../../harness/plan.ts';
import type { Result } from '../../harness/result.ts';
import { type FaultSpan, readFaults } from '../reading/fault-spans.ts';
import { responseTimes, serviceTimes, sortedAnswered } from '../reading/latencies.ts';
import { type LatencySummary, summarise } from '../reading/percentiles.ts';
import { type Requests, readRequests } from '../reading/requests.ts';
import { readTimeline, type Timeline } from '../reading/timeline.ts';
import { cutWindows, type Window } from '../reading/windows.ts';
import { timeWord } from '../wording/quantities.ts';

/** What the sections of the page share, read once. */
export interface Evidence {
  readonly plan: Plan;
  readonly history: History;
  readonly result: Result;
  /** `virtual` or `real`: what every time of the cluster is. */
  readonly word: string;
  readonly timeline: Timeline;
  readonly faults: readonly FaultSpan[];
  readonly requests: Requests;
  readonly windows: readonly Window[];
  /** Response times in the order of the requests; −1 for one that was not answered. */
  readonly latencies: Float64Array;
  /** Of the requests that were answered, in ascending order. */
  readonly response: Float64Array;
  readonly service: Float64Array;
  readonly summary: LatencySummary | null;
}

export function readEvidence(plan: Plan, history: History, result: Result): Evidence {
  const timeline = readTimeline(plan, history, result);
  const requests = readRequests(history);
  const latencies = responseTimes(plan, requests);
  const response = sortedAnswered(latencies);
  return {
    plan,
    history,
    result,
    word: timeWord(result.cluster.kind),
    timeline,
    faults: readFaults(plan, history, timeline.end),
    requests,
    windows: cutWindows(requests, latencies, timeline.end),
    latencies,
    response,
    service: sortedAnswered(serviceTimes(requests)),
    summary: summarise(response),
  };
}
