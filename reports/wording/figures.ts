import { formatCount } from '../../harness/count-text.ts';
import type { Result } from '../../harness/result.ts';
import type { LatencySummary } from '../reading/percentiles.ts';
import { countOf, formatDuration, formatRate, timeWord } from './quantities.ts';

/** What happened, counted: `2,031 requests`, `all answered`, … */
export function countPhrases(result: Result): readonly string[] {
  const { counts } = result;
  const answered =
    counts.unanswered === 0 ? 'all answered' : `${formatCount(counts.unanswered)} not answered`;
  return [
    countOf(counts.requests, 'request'),
    ...(counts.requests === 0 ? [] : [answered]),
    countOf(counts.events, 'event'),
    countOf(counts.ops, 'op'),
    countOf(counts.faults, 'fault struck', 'faults struck'),
    countOf(counts.viewChanges, 'view change'),
    countOf(counts.crashes, 'crash', 'crashes'),
  ];
}

/** How fast it was, in the cluster's own time; one phrase where nothing was answered. */
export function speedPhrases(latency: LatencySummary | null, result: Result): readonly string[] {
  const time = timeWord(result.cluster.kind);
  const rate = `${formatRate(result.counts.replies, result.duration)} replies per ${time} second`;
  if (latency === null) return ['none, since nothing was answered'];
  const { p50, p99, max } = latency;
  return [
    `p50 ${formatDuration(p50)}`,
    `p99 ${formatDuration(p99)}`,
    `max ${formatDuration(max)} (${time} time)`,
    rate,
  ];
}

/** What ran, and for how long: the cluster's kind always says what kind of time it lives in. */
export function whatRan(result: Result, clients: number): string {
  const { cluster, duration, workload } = result;
  return (
    `${cluster.kind} cluster of ${countOf(cluster.replicas, 'replica')}, ` +
    `${countOf(clients, 'client')}, workload ${workload}, ` +
    `${formatDuration(duration)} of ${timeWord(cluster.kind)} time`
  );
}
