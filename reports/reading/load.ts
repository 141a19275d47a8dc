import type { History } from '../../harness/history.ts';
import type { Plan } from '../../harness/plan.ts';
import { responseTimes, sortedAnswered } from './latencies.ts';
import { type LatencySummary, summarise } from './percentiles.ts';
import { readRequests } from './requests.ts';

/** How the cluster bore its load, in a few figures; null where nothing was answered. */
export function readLoad(plan: Plan, history: History): LatencySummary | null {
  return summarise(sortedAnswered(responseTimes(plan, readRequests(history))));
}
