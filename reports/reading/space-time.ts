import type { Crossing, Trace } from '../../harness/crossing.ts';
import type { History, HistoryEvent } from '../../harness/history.ts';
import { nodeCount, type Plan } from '../../harness/plan.ts';
import type { Nanoseconds } from '../../harness/time.ts';
import type { Story } from '../story/story.ts';
import { causalPast, type Happening } from './causal-past.ts';
import { heardCrossings } from './heard-crossings.ts';
import { crossingsOfHistory } from './history-crossings.ts';
import { readNodes } from './nodes.ts';
import { type Point, readPoints } from './space-time-points.ts';

/** More messages and events than these cannot be followed by eye. */
export const arrowsMax = 40;
const eventsMax = 40;

/** What the diagram of a violation shows: its causal past, in order, node by node. */
export interface SpaceTime {
  /** Who takes part: replicas first, then clients. */
  readonly nodes: readonly number[];
  readonly rows: readonly Row[];
  readonly arrows: readonly Arrow[];
  /** Messages and events of the causal past that the limits leave out. */
  readonly leftOut: { readonly messages: number; readonly events: number };
  /** Whether messages were traced; else they are what the history lets one conclude. */
  readonly traced: boolean;
}

/** What a node did at one moment: it was handed messages, something happened, it sent others. */
export interface Row {
  readonly time: Nanoseconds;
  readonly node: number;
  readonly arrived: readonly Crossing[];
  readonly events: readonly HistoryEvent[];
  readonly sent: readonly Crossing[];
  /** One of its events shows the violation. */
  readonly shows: boolean;
}

/** A message from a row to a row; to none where it never arrived. */
export interface Arrow {
  readonly crossing: Crossing;
  readonly from: number;
  readonly to: number | null;
}

export interface SpaceTimeParts {
  readonly plan: Plan;
  readonly history: History;
  readonly story: Story;
  /** Null where the run was not traced. */
  readonly trace: Trace | null;
}

export function readSpaceTime(parts: SpaceTimeParts): SpaceTime {
  const { history, story, trace, plan } = parts;
  const nodes = readNodes(history.events, nodeCount(plan.cluster));
  const ops = new Set(story.involved.ops);
  const crossings =
    trace === null
      ? crossingsOfHistory(history, ops, nodes)
      : heardCrossings(trace.crossings, history.events, ops);
  const points = readPoints(parts, crossings, nodes);
  const past = causalPast(link(points), targetsOf(points, story));
  const inPast = points.filter((_, at) => past.has(at));
  const whole = wholeCrossings(inPast).filter(({ sender, receiver }) => sender !== receiver);
  const kept = new Set(choose(whole, ops));
  const events = inPast.flatMap(({ what }) => (what.kind === 'event' ? [what.position] : []));
  const shown = new Set(story.involved.positions);
  const late = new Set(events.filter((each) => !shown.has(each)).slice(-eventsMax));
  const visible = inPast.filter(({ what }) =>
    what.kind === 'event'
      ? shown.has(what.position) || late.has(what.position)
      : kept.has(what.crossing),
  );
  const messages = whole.length - kept.size + (trace?.leftOut ?? 0);
  const left = events.filter((each) => !shown.has(each)).length - late.size;
  return {
    ...rowsOf(visible, shown),
    leftOut: { messages, events: left },
    traced: trace !== null,
  };
}

/** What came before a point: the one before it on the same line, and where a message came from. */
function link(points: readonly Point[]): readonly Happening[] {
  const last = new Map<number, number>();
  const sends = new Map<Crossing, number>();
  return points.map(({ node, what }, at) => {
    const sent = what.kind === 'arrived' ? sends.get(what.crossing) : undefined;
    const causes = [last.get(node), sent].filter((cause) => cause !== undefined);
    last.set(node, at);
    if (what.kind === 'sent') sends.set(what.crossing, at);
    return { causes };
  });
}

/**
 * What shows the violation, and the answers that clients had by then; of a violation that is a
 * silence, whatever came last at each node.
 */
function targetsOf(points: readonly Point[], { checker, involved }: Story): Iterable<number> {
  const shown = new Set(involved.positions);
  const targets = points.flatMap(({ what }, at) =>
    what.kind === 'event' && (shown.has(what.position) || what.event.kind === 'reply') ? [at] : [],
  );
  if (targets.length > 0 && checker !== 'liveness') return targets;
  return new Map(points.map(({ node }, at) => [node, at])).values();
}

/** Messages that arrived in the past, and those that left in it and never arrived. */
function wholeCrossings(past: readonly Point[]): readonly Crossing[] {
  return past.flatMap(({ what }) => {
    if (what.kind === 'event') return [];
    const isEnd = what.kind === (what.crossing.arrived === null ? 'sent' : 'arrived');
    return isEnd ? [what.crossing] : [];
  });
}

const protocol = new Set(['request', 'prepare', 'prepare_ok', 'reply']);

/** As many as can be drawn: those of the ops in question first, and the latest of each kind. */
function choose(crossings: readonly Crossing[], ops: ReadonlySet<number>): readonly Crossing[] {
  const rank = ({ command, op, arrived }: Crossing): number => {
    const isOfOps = command === 'request' || (op !== null && ops.has(op));
    return (protocol.has(command) && isOfOps ? 0 : 2) + (arrived === null ? 1 : 0);
  };
  return crossings
    .toSorted((a, b) => rank(a) - rank(b) || b.sent.order - a.sent.order)
    .slice(0, arrowsMax);
}

type Drawing = Pick<SpaceTime, 'nodes' | 'rows' | 'arrows'>;

/** What a node does at one moment is one row. */
function rowsOf(points: readonly Point[], shown: ReadonlySet<number>): Drawing {
  const rows: { -readonly [Field in keyof Row]: Row[Field] }[] = [];
  const from = new Map<Crossing, number>();
  const to = new Map<Crossing, number>();
  for (const { time, node, what } of points) {
    let row = rows.at(-1);
    if (row === undefined || row.node !== node || row.time !== time) {
      row = { time, node, arrived: [], events: [], sent: [], shows: false };
      rows.push(row);
    }
    if (what.kind === 'event') {
      row.events = [...row.events, what.event];
      row.shows ||= shown.has(what.position);
    } else {
      row[what.kind] = [...row[what.kind], what.crossing];
      (what.kind === 'sent' ? from : to).set(what.crossing, rows.length - 1);
    }
  }
  const arrows = [...from].map(([crossing, start]): Arrow => {
    return { crossing, from: start, to: to.get(crossing) ?? null };
  });
  const nodes = rows.flatMap(({ node, sent }) => [node, ...sent.map(({ receiver }) => receiver)]);
  return { nodes: [...new Set(nodes)].toSorted((a, b) => a - b), rows, arrows };
}
