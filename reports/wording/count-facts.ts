import { formatCount } from '../../harness/count-text.ts';
import type { Counts } from '../../harness/result.ts';
import type { Pair } from './plan-facts.ts';

export const countLabels: Readonly<Record<Exclude<keyof Counts, 'createStatuses'>, string>> = {
  requests: 'requests sent',
  replies: 'replies received',
  unanswered: 'requests not answered',
  events: 'events in the requests',
  ops: 'ops committed',
  faults: 'faults that struck',
  viewChanges: 'view changes',
  crashes: 'crashes',
};

export const countKeys = Object.keys(countLabels) as (keyof typeof countLabels)[];

/** What a run held, counted; its statuses aside. */
export function countFacts(counts: Counts): readonly Pair[] {
  return countKeys.map((key): Pair => [countLabels[key], formatCount(counts[key])]);
}
