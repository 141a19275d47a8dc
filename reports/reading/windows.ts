import type { Nanoseconds } from '../../harness/time.ts';
import { type LatencySummary, summarise } from './percentiles.ts';
import { isCreate, type Requests } from './requests.ts';

/** A stretch of the run. Rates count by when replies came, latencies by when requests were due. */
export interface Window {
  readonly from: Nanoseconds;
  readonly until: Nanoseconds;
  readonly creates: number;
  readonly reads: number;
  /** Accounts and transfers answered, whatever their status. */
  readonly results: number;
  readonly latency: LatencySummary | null;
  /** Requests that were due here and never answered. */
  readonly unanswered: number;
}

/** Requests answered a second. */
export function windowRate({
  creates,
  reads,
  from,
  until,
}: Pick<Window, 'creates' | 'reads' | 'from' | 'until'>): number {
  return ((creates + reads) * 1e9) / (until - from);
}

/** Above this many windows a line is no longer read but only looked at. */
const windowsMax = 120;

/**
 * Cuts the run into windows of one length: a 1, 2 or 5 followed by zeros, in nanoseconds. Runs of
 * one `end` that are said to have `answered` as many requests are cut in the same places.
 */
export function cutWindows(
  requests: Requests,
  latencies: Float64Array,
  end: Nanoseconds,
  answered = requests.answeredCount,
): readonly Window[] {
  // A percentile of one or two requests says nothing, so few requests make few windows.
  const wanted = Math.min(windowsMax, Math.max(10, Math.ceil(answered / 8)));
  const width = windowWidth(end, wanted);
  // What is left over at the end goes with the last whole window, or its rates would be noise.
  const count = Math.max(1, Math.round(end / width));
  const windows = Array.from({ length: count }, () => ({
    creates: 0,
    reads: 0,
    results: 0,
    unanswered: 0,
    latencies: [] as number[],
  }));
  const windowAt = (moment: number): (typeof windows)[number] =>
    windows[Math.min(count - 1, Math.max(0, Math.floor(moment / width)))] as (typeof windows)[0];
  for (let at = 0; at < requests.count; at++) {
    const due = windowAt(requests.due[at] as number);
    const latency = latencies[at] as number;
    if (latency < 0) {
      due.unanswered++;
      continue;
    }
    due.latencies.push(latency);
    const answered = windowAt(requests.answered[at] as number);
    if (isCreate(requests.operation[at] as number)) answered.creates++;
    else answered.reads++;
    answered.results += requests.results[at] as number;
  }
  return windows.map(({ latencies: values, ...counts }, i) => ({
    from: i * width,
    until: i === count - 1 ? Math.max(end, 1) : (i + 1) * width,
    ...counts,
    latency: summarise(Float64Array.from(values).toSorted()),
  }));
}

function windowWidth(end: Nanoseconds, wanted: number): Nanoseconds {
  for (let power = 1; ; power *= 10) {
    for (const step of [power, 2 * power, 5 * power]) if (step * wanted >= end) return step;
  }
}
