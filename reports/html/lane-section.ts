import { formatCount } from '../../harness/count-text.ts';
import { nodeCount } from '../../harness/plan.ts';
import { chartWidths } from '../charts/frame.ts';
import { laneChart, laneFrame, segmentBox, segmentsLeftOut } from '../charts/lane-chart.ts';
import {
  type Lane,
  type LaneSegment,
  type LaneState,
  laneStates,
  readLanes,
  shares,
} from '../reading/lanes.ts';
import {
  countOf,
  formatDuration,
  formatMoment,
  formatNumber,
  listOf,
} from '../wording/quantities.ts';
import type { Evidence } from './evidence.ts';
import { type FigureParts, figure, type Key } from './figure.ts';
import { rowsMax } from './table.ts';

/** A lane a replica, on the same axis of time as the charts above. */
export function laneSection(evidence: Evidence): string {
  const { history, plan, timeline, faults, word } = evidence;
  const lanes = readLanes(history, nodeCount(plan.cluster), timeline.end);
  const left = segmentsLeftOut(lanes);
  const text = {
    id: 'replicas',
    title: 'Replicas',
    reading:
      'each bar is what a replica was for that long, with the number of its view. The line below ' +
      'is how far it has committed; it falls where a restarted replica executes its log again.' +
      (left > 0 ? ` ${countOf(left, 'very short stretch', 'very short stretches')} left out.` : ''),
    description: lanes.map(laneDescription).join(' '),
  };
  const present = new Set(lanes.flatMap(({ segments }) => segments.map(({ state }) => state)));
  const drawings = chartWidths.map((size) => {
    const frame = laneFrame(size, lanes.length, faults);
    return laneChart(text, size, { frame, timeline, faults }, lanes, word);
  });
  const states = laneStates.filter((state) => present.has(state));
  const crashed = lanes.some(({ crashes, panics }) => crashes.length + panics.length > 0);
  const crashKey: Key[] = crashed ? [{ shape: 'cross', mark: 'crash', label: 'crash' }] : [];
  return figure({
    text,
    keys: [
      ...states.map((state): Key => ({ shape: 'area', mark: `area ${state}`, label: state })),
      ...crashKey,
      { shape: 'line', mark: 'committed', label: 'committed' },
    ],
    drawings,
    tables: [stretchTable(lanes, timeline.end, word), shareTable(lanes, states, timeline.end)],
  });
}

type DataTable = FigureParts['tables'][number];

/** What each replica was from when until when; the longest stretches, if there are many. */
function stretchTable(lanes: readonly Lane[], end: number, word: string): DataTable {
  const all = lanes.flatMap(({ segments, replica }, lane) =>
    segments.map((segment) => ({ segment, replica, lane })),
  );
  const longest = all.toSorted((a, b) => lengthOf(b.segment) - lengthOf(a.segment));
  const shown = new Set(longest.slice(0, rowsMax));
  const stretches = all.filter((each) => shown.has(each));
  const left = all.length - stretches.length;
  const more = left > 0 ? `; ${countOf(left, 'shorter one')} left out` : '';
  return {
    caption: `What each replica was, and when (${word} time)${more}`,
    columns: [
      { heading: 'replica', class: 'nowrap', names: true },
      { heading: 'state' },
      { heading: 'view', class: 'right' },
      { heading: 'from', class: 'right' },
      { heading: 'until', class: 'right' },
      { heading: 'for', class: 'right' },
      { heading: 'committed up to', class: 'right' },
    ],
    rows: stretches.map(({ segment, replica }) => [
      `replica ${replica}`,
      segment.state,
      segment.view === null ? 'none' : formatCount(segment.view),
      formatMoment(segment.from),
      formatMoment(segment.until),
      formatDuration(lengthOf(segment)),
      `op ${formatCount(segment.op)}`,
    ]),
    boxes: stretches.map(({ segment, lane }) => segmentBox(segment, lane, lanes.length, end)),
  };
}

function lengthOf({ from, until }: LaneSegment): number {
  return until - from;
}

function shareTable(lanes: readonly Lane[], states: readonly LaneState[], end: number): DataTable {
  return {
    caption: 'Shares of the time that each replica was in each state, in percent',
    columns: [
      { heading: 'replica', class: 'nowrap', names: true },
      ...states.map((state) => ({ heading: state, class: 'right' as const })),
      { heading: 'crashes', class: 'right' },
      { heading: 'last op', class: 'right' },
    ],
    rows: lanes.map((lane) => laneRow(lane, states, end)),
  };
}

function laneDescription(lane: Lane): string {
  const views = new Set(lane.segments.flatMap(({ view }) => (view === null ? [] : [view])));
  const facts = [
    countOf(views.size, 'view'),
    countOf(lane.crashes.length, 'crash', 'crashes'),
    ...lane.panics.map(() => 'stopped by itself'),
    `last committed op ${formatCount(lane.opLast)}`,
  ];
  return `Replica ${lane.replica}: ${listOf(facts)}.`;
}

function laneRow(lane: Lane, states: readonly LaneState[], end: number): readonly string[] {
  const sums = shares(lane);
  return [
    `replica ${lane.replica}`,
    ...states.map((state) => `${formatNumber((100 * (sums.get(state) ?? 0)) / end)} %`),
    formatCount(lane.crashes.length),
    formatCount(lane.opLast),
  ];
}
