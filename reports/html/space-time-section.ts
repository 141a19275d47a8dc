import { nodeCount } from '../../harness/plan.ts';
import { type Box } from '../charts/box.ts';
import { familiesStruck } from '../charts/fault-bands.ts';
import { chartWidths } from '../charts/frame.ts';
import { messageKind, spaceTimeChart } from '../charts/space-time-chart.ts';
import { layOut, rowBox } from '../charts/space-time-layout.ts';
import type { FaultSpan } from '../reading/fault-spans.ts';
import { type Lane, laneStates, readLanes } from '../reading/lanes.ts';
import { nodeName } from '../reading/nodes.ts';
import type { SpaceTime } from '../reading/space-time.ts';
import { countOf, formatMoment, listOf, none } from '../wording/quantities.ts';
import { messageName, rowText } from '../wording/row-text.ts';
import type { Evidence } from './evidence.ts';
import { type FigureParts, figure, type Key } from './figure.ts';

const kinds = {
  client: 'requests and replies',
  log: 'prepares, their acknowledgements and repairs',
  viewing: 'view changes',
} as const;

/** Nodes as lines, messages as arrows: what the violation can depend on, and nothing else. */
export function spaceTimeSection(evidence: Evidence, drawn: SpaceTime): string {
  const { plan, history, timeline } = evidence;
  const replicas = nodeCount(plan.cluster);
  const lanes = readLanes(history, replicas, timeline.end);
  const faults = faultsWithin(evidence, drawn);
  const text = {
    id: 'past',
    title: 'What led to it',
    reading: readingOf(drawn),
    description: descriptionOf(drawn, replicas),
  };
  const short = (node: number): string => (node < replicas ? `R${node}` : `C${node - replicas}`);
  const said = drawn.rows.map((row) => rowText(row, short));
  const layouts = chartWidths.map((size) => [size, layOut(drawn, said, size, replicas)] as const);
  const drawings = layouts.map(([size, layout]) =>
    spaceTimeChart(text, size, layout, drawn, said, { lanes, faults }),
  );
  const [wide] = layouts;
  const boxes = drawn.rows.map((_, at) => (wide === undefined ? undefined : rowBox(wide[1], at)));
  const keys = keysOf(drawn, lanes, faults);
  const table = tableOf(drawn, replicas, evidence.word, boxes);
  return figure({ text, keys, drawings, tables: [table] });
}

function readingOf({ leftOut, traced }: SpaceTime): string {
  const left = [
    ...(leftOut.messages > 0 ? [countOf(leftOut.messages, 'message')] : []),
    ...(leftOut.events > 0 ? [countOf(leftOut.events, 'event')] : []),
  ];
  return [
    'time goes down, though not to scale, with a line for each replica (R) and client (C). A bar ' +
      'is what a replica was, an arrow a message with its op or view, a red ring an event that ' +
      'shows the violation. Only its causal past is here, and the answers that clients had.',
    ...(left.length > 0 ? [`${listOf(left)} of it left out.`] : []),
    ...(traced ? [] : ['The run was not traced: arrows are what its history lets one conclude.']),
  ].join(' ');
}

function descriptionOf({ rows, arrows }: SpaceTime, replicas: number): string {
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return 'Nothing is known of it.';
  const name = (node: number): string => nodeName(node, replicas);
  const shown = rows
    .filter(({ shows }) => shows)
    .map((row) => `${name(row.node)} ${rowText(row, name)}`);
  return (
    `${countOf(arrows.length, 'message')} from ${formatMoment(first.time)} to ` +
    `${formatMoment(last.time)}. ${shown.length === 0 ? '' : `The violation shows where ${listOf(shown)}.`}`
  ).trim();
}

/** The faults that were in force between the first and the last row. */
function faultsWithin({ faults }: Evidence, { rows }: SpaceTime): readonly FaultSpan[] {
  const from = rows[0]?.time ?? 0;
  const until = rows.at(-1)?.time ?? 0;
  return faults.filter(
    ({ struck }) => struck !== null && struck.from <= until && struck.until >= from,
  );
}

function keysOf(
  { arrows, rows, nodes }: SpaceTime,
  lanes: readonly Lane[],
  faults: readonly FaultSpan[],
): readonly Key[] {
  const sent = new Set(arrows.map(({ crossing }) => messageKind(crossing.command)));
  const messages = (['client', 'log', 'viewing'] as const).filter((kind) => sent.has(kind));
  const states = new Set(
    lanes
      .filter(({ replica }) => nodes.includes(replica))
      .flatMap(({ segments }) =>
        segments
          .filter(({ from, until }) => rows.some(({ time }) => from <= time && time < until))
          .map(({ state }) => state),
      ),
  );
  const crossed =
    arrows.some(({ to }) => to === null) ||
    rows.some(({ events }) => events.some(({ kind }) => kind === 'crash' || kind === 'panic'));
  return [
    ...messages.map(
      (kind): Key => ({ shape: 'line', mark: `message ${kind}`, label: kinds[kind] }),
    ),
    ...(crossed
      ? [{ shape: 'cross', mark: 'crash', label: 'crash, or a message lost' } as const]
      : []),
    ...laneStates
      .filter((state) => states.has(state))
      .map((state): Key => ({ shape: 'area', mark: `area ${state}`, label: state })),
    ...familiesStruck(faults).map(
      (family): Key => ({ shape: 'area', mark: `strip ${family}`, label: `faults: ${family}` }),
    ),
  ];
}

function tableOf(
  { rows }: SpaceTime,
  replicas: number,
  word: string,
  boxes: readonly (Box | undefined)[],
): FigureParts['tables'][number] {
  const name = (node: number): string => nodeName(node, replicas);
  return {
    caption: `What each node heard and did, in order (${word} time)`,
    columns: [
      { heading: 'time', class: 'right' },
      { heading: 'node', class: 'nowrap', names: true },
      { heading: 'heard' },
      { heading: 'did' },
    ],
    rows: rows.map((row) => {
      const heard = row.arrived.map((each) => `${messageName(each)} from ${name(each.sender)}`);
      const lost = row.sent.filter(({ arrived }) => arrived === null);
      const gone = lost.map(
        (each) => `${messageName(each)} to ${name(each.receiver)}: ${each.fate}`,
      );
      const did = [rowText(row, name), ...gone].filter((text) => text !== '').join('; ');
      return [formatTime(row.time), name(row.node), heard.join(', ') || none, did || none];
    }),
    boxes,
  };
}

/** To the microsecond: messages take less than a millisecond. */
function formatTime(time: number): string {
  return `${(time / 1e9).toFixed(6)} s`;
}
