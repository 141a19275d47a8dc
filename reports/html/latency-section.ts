import { formatCount } from '../../harness/count-text.ts';
import { boxOfSpan } from '../charts/box.ts';
import { stripRoom } from '../charts/fault-bands.ts';
import { chartWidths, frameOf } from '../charts/frame.ts';
import { latencyChart } from '../charts/latency-chart.ts';
import { percentileBoxes, percentileChart } from '../charts/percentile-chart.ts';
import { faultsWithin } from '../reading/faults-within.ts';
import { type CurvePoint, latencyCurve } from '../reading/latency-curve.ts';
import type { Window } from '../reading/windows.ts';
import { percentileName } from '../wording/percentile-name.ts';
import { countOf, formatDuration, none } from '../wording/quantities.ts';
import type { Evidence } from './evidence.ts';
import { figure, section } from './figure.ts';
import { faultReading, windowLength, windowName } from './throughput-section.ts';

const nothing = '<p class="mute">Nothing was answered.</p>';

export function latencySection(evidence: Evidence): string {
  const { faults, timeline, windows, word, summary } = evidence;
  if (summary === null) return section('latency', 'Latency over time', '', nothing);
  const span = formatDuration(windowLength(windows));
  const text = {
    id: 'latency',
    title: 'Latency over time',
    reading:
      'the height is how long clients waited for a reply, from when a request was due. Each ' +
      `request counts in the window of ${span} in which it was due. ${smallWindows(evidence)}` +
      faultReading(evidence).trimEnd(),
    description:
      `Half of ${countOf(summary.count, 'request')} took at most ` +
      `${formatDuration(summary.p50)}, 99 % at most ${formatDuration(summary.p99)}, the ` +
      `slowest ${formatDuration(summary.max)}, in ${word} time.`,
  };
  const drawings = chartWidths.map((size) => {
    const frame = frameOf(size, size === 'wide' ? 260 : 220, stripRoom(faults));
    return latencyChart(text, size, { frame, timeline, faults }, windows, word);
  });
  return figure({
    text,
    keys: [
      { shape: 'line', mark: 'p50', label: 'p50: half are faster' },
      { shape: 'line', mark: 'p99', label: 'p99: 99 in 100 are faster' },
      { shape: 'dots', mark: 'max', label: 'the slowest' },
    ],
    drawings,
    tables: [
      {
        caption: `Latency in ${word} time, by the window in which requests were due`,
        columns: [
          { heading: 'window', class: 'nowrap', names: true },
          { heading: 'requests', class: 'right' },
          { heading: 'p50', class: 'right' },
          { heading: 'p99', class: 'right' },
          { heading: 'slowest', class: 'right' },
          { heading: 'not answered', class: 'right' },
          { heading: 'faults' },
        ],
        rows: windows.map((window) => [
          windowName(window),
          ...windowFigures(window),
          formatCount(window.unanswered),
          faultsWithin(faults, window) || 'none',
        ]),
        boxes: windows.map(({ from, until }) => boxOfSpan(from, until, timeline.end)),
      },
    ],
  });
}

function windowFigures({ latency }: Window): readonly string[] {
  if (latency === null) return ['0', none, none, none];
  const { count, p50, p99, max } = latency;
  return [formatCount(count), ...[p50, p99, max].map(formatDuration)];
}

export function percentileSection(evidence: Evidence): string {
  const { word, summary } = evidence;
  if (summary === null) return section('percentiles', 'Latency by percentile', '', nothing);
  const response = latencyCurve(evidence.response);
  const service = latencyCurve(evidence.service);
  const text = {
    id: 'percentiles',
    title: 'Latency by percentile',
    reading:
      'above p99 stands the time that 99 in 100 requests did not exceed, and each step to the ' +
      'right is ten times as rare. Response time counts from when a request was due, service ' +
      'time from when its client sent it; between them lies the wait for the client’s earlier ' +
      'requests.',
    description:
      `Response time in ${word} time: p50 ${formatDuration(summary.p50)}, ` +
      `p90 ${formatDuration(summary.p90)}, p99 ${formatDuration(summary.p99)}, ` +
      `p99.9 ${formatDuration(summary.p999)}, max ${formatDuration(summary.max)}.`,
  };
  const curves = [
    { mark: 'p99', points: response },
    { mark: 'p50', points: service },
  ];
  const drawings = chartWidths.map((size) => {
    const frame = frameOf(size, size === 'wide' ? 260 : 220, 12);
    return percentileChart(text, size, frame, curves, word);
  });
  return figure({
    text,
    keys: [
      { shape: 'line', mark: 'p99', label: 'response time' },
      { shape: 'line', mark: 'p50', label: 'service time' },
    ],
    drawings,
    tables: [
      {
        caption: `Latency in ${word} time, by percentile`,
        columns: [
          { heading: 'percentile', class: 'nowrap', names: true },
          { heading: 'response time', class: 'right' },
          { heading: 'service time', class: 'right' },
        ],
        rows: percentileRows(response, service),
        boxes: percentileBoxes(
          curves,
          response.map(({ percentile }) => percentile),
        ),
      },
    ],
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
    percentileName(percentile),
    formatDuration(latency),
    formatDuration(service[i]?.latency ?? 0),
  ]);
}
