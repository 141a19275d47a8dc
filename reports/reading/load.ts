import type { History } from '../../harness/history.ts';
import type { Plan } from '../../harness/plan.ts';
import { responseTimes, sortedAnswered } from './latencies.ts';
import { type LatencySummary, summarise } from './percentiles.ts';
import { readRequests } from './requests.ts';

/** How the cluster bore its load, in a few figures. */
export interface Load {
  /** Null where nothing was answered. */
  readonly latency: LatencySummary | null;
  /** Accounts and transfers that were answered. */
  readonly results: number;
}

export function readLoad(plan: Plan, history: History): Load {
  const requests = readRequests(history);
  return {
    latency: summarise(sortedAnswered(responseTimes(plan, requests))),
    results: requests.results.reduce((sum, count) => sum + count, 0),
  };
}
