import { formatCount } from '../../harness/count-text.ts';
import { stripRoom } from '../charts/fault-bands.ts';
import { chartWidths, frameOf } from '../charts/frame.ts';
import { latencyChart } from '../charts/latency-chart.ts';
import { percentileChart } from '../charts/percentile-chart.ts';
import { faultsWithin } from '../charts/window-hover.ts';
import { type CurvePoint, latencyCurve } from '../reading/latency-curve.ts';
import { countOf, formatDuration, formatMoment, formatNumber } from '../wording/quantities.ts';
import type { Evidence } from './evidence.ts';
import { figure, section } from './figure.ts';
import { faultReading, windowLength } from './throughput-section.ts';

const none = '–';
const nothing = '<p class="mute">Nothing was answered.</p>';

export async function latencySection(evidence: Evidence): Promise<string> {
  const { faults, timeline, windows, word, summary } = evidence;
  if (summary === null) return section('latency', 'Latency over time', '', nothing);
  const span = formatDuration(windowLength(windows));
  const text = {
    id: 'latency',
    title: 'Latency over time',
    reading:
      'How long clients waited for a reply, from when a request was due; each request counts in ' +
      `the window of ${span} in which it was due. ${smallWindows(evidence)}` +
      faultReading(evidence).trimEnd(),
    description:
      `Half of ${countOf(summary.count, 'request')} took at most ` +
      `${formatDuration(summary.p50)}, 99 % at most ${formatDuration(summary.p99)}, the ` +
      `slowest ${formatDuration(summary.max)}, in ${word} time.`,
  };
  const drawings = await Promise.all(
    chartWidths.map((size) => {
      const frame = frameOf(size, size === 'wide' ? 260 : 220, stripRoom(faults));
      return latencyChart(text, size, { frame, timeline, faults }, windows, word);
    }),
  );
  return figure({
    text,
    keys: [
      { mark: 'k-p50 thin', label: 'p50: half are faster' },
      { mark: 'k-p99 thin', label: 'p99: 99 in 100 are faster' },
      { mark: 'k-max dot', label: 'the slowest' },
    ],
    drawings,
    columns: [
      { heading: 'from', class: 'right' },
      { heading: 'requests', class: 'right' },
      { heading: 'p50', class: 'right' },
      { heading: 'p99', class: 'right' },
      { heading: 'slowest', class: 'right' },
      { heading: 'not answered', class: 'right' },
      { heading: 'faults' },
    ],
    rows: windows.map((window) => {
      const { latency, unanswered } = window;
      const figures =
        latency === null
          ? ['0', none, none, none]
          : [
              formatCount(latency.count),
              ...[latency.p50, latency.p99, latency.max].map(formatDuration),
            ];
      return [
        formatMoment(window.from),
        ...figures,
        formatCount(unanswered),
        faultsWithin(faults, window),
      ];
    }),
  });
}

export async function percentileSection(evidence: Evidence): Promise<string> {
  const { word, summary } = evidence;
  if (summary === null) return section('percentiles', 'Latency by percentile', '', nothing);
  const response = latencyCurve(evidence.response);
  const service = latencyCurve(evidence.service);
  const count = evidence.response.length;
  const text = {
    id: 'percentiles',
    title: 'Latency by percentile',
    reading:
      'How slow the slow ones are: each step to the right is ten times as rare. Response time ' +
      'counts from when a request was due, service time from when its client sent it; what lies ' +
      'between them is waiting for the client’s earlier requests.',
    description:
      `Response time in ${word} time: p50 ${formatDuration(summary.p50)}, ` +
      `p90 ${formatDuration(summary.p90)}, p99 ${formatDuration(summary.p99)}, ` +
      `p99.9 ${formatDuration(summary.p999)}, max ${formatDuration(summary.max)}.`,
  };
  const drawings = await Promise.all(
    chartWidths.map((size) => {
      const frame = frameOf(size, size === 'wide' ? 260 : 220, 12);
      return percentileChart(text, size, frame, { response, service, count }, word);
    }),
  );
  return figure({
    text,
    keys: [
      { mark: 'k-p99 thin', label: 'response time' },
      { mark: 'k-p50 thin', label: 'service time' },
    ],
    drawings,
    columns: [
      { heading: 'percentile', class: 'right' },
      { heading: 'response time', class: 'right' },
      { heading: 'service time', class: 'right' },
    ],
    rows: percentileRows(response, service),
  });
}

/** A hundredth of fewer than a hundred requests is the slowest of them. */
function smallWindows({ windows }: Evidence): string {
  const small = windows.every(({ latency }) => latency === null || latency.count < 100);
  return small ? 'No window holds a hundred requests, so p99 is the slowest of each. ' : '';
}

function percentileRows(
  response: readonly CurvePoint[],
  service: readonly CurvePoint[],
): readonly (readonly string[])[] {
  return response.map(({ percentile, latency }, i) => [
    percentile >= 100 ? 'slowest' : `p${trimmedPercentile(percentile)}`,
    formatDuration(latency),
    formatDuration(service[i]?.latency ?? 0),
  ]);
}

function trimmedPercentile(percentile: number): string {
  return percentile < 99 ? formatNumber(percentile) : String(Number(percentile.toFixed(4)));
}
