import { formatCount } from '../../harness/count-text.ts';
import { chartWidths } from '../charts/frame.ts';
import { laneChart, laneFrame, segmentsLeftOut } from '../charts/lane-chart.ts';
import { type Lane, type LaneState, laneStates, readLanes, shares } from '../reading/lanes.ts';
import { countOf, formatNumber, listOf } from '../wording/quantities.ts';
import type { Evidence } from './evidence.ts';
import { figure, type Key } from './figure.ts';

/** A lane a replica, on the same axis of time as the charts above. */
export function laneSection(evidence: Evidence): string {
  const { history, plan, timeline, faults, word } = evidence;
  const lanes = readLanes(history, plan.cluster.replicas, timeline.end);
  const left = segmentsLeftOut(lanes);
  const text = {
    id: 'replicas',
    title: 'Replicas',
    reading:
      'What each replica was, with the number of its view; below its bar, how far it has ' +
      'committed. The line falls where a restarted replica executes its log again.' +
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
  const crashKey: Key[] = crashed ? [{ mark: 'k-crash', label: 'crash' }] : [];
  return figure({
    text,
    keys: [
      ...states.map((state) => ({ mark: `k-${state}`, label: state })),
      ...crashKey,
      { mark: 'k-ink thin', label: 'committed' },
    ],
    drawings,
    columns: [
      { heading: 'replica' },
      ...states.map((state) => ({ heading: state, class: 'right' as const })),
      { heading: 'crashes', class: 'right' },
      { heading: 'last op', class: 'right' },
    ],
    rows: lanes.map((lane) => laneRow(lane, states, timeline.end)),
  });
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
