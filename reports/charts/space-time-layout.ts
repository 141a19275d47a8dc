import type { SpaceTime } from '../reading/space-time.ts';
import type { Box } from './box.ts';
import type { Frame, Width } from './frame.ts';
import { textWidth } from './helvetica.ts';

const rowHeight = 18;
/** A row in which a node only listens has no text, and needs less room. */
const listeningHeight = 11;
const gapHeight = 16;
const headRoom = 30;
const footRoom = 12;
/** What lies further apart than this is set apart, and says its time again. In nanoseconds. */
const gapMin = 5_000_000;

/** Where everything of the diagram lies, in pixels. Time goes down, and not to scale. */
export interface Layout {
  readonly frame: Frame;
  /** The line of each node. */
  readonly xOf: (node: number) => number;
  readonly nameOf: (node: number) => string;
  /** The middle of each row. */
  readonly ys: readonly number[];
  /** The rows that say their time. */
  readonly timed: ReadonlySet<number>;
  /** Where the columns of faults begin. */
  readonly stripLeft: number;
  /** Where the words begin, and how much room they have. */
  readonly textLeft: number;
  readonly textWidth: number;
}

const sizes = {
  wide: { width: 960, left: 122, strips: 66, lanes: 380, spacing: 78, fontSize: 12.5, gap: 26 },
  narrow: { width: 380, left: 76, strips: 42, lanes: 116, spacing: 28, fontSize: 10.5, gap: 12 },
} as const;

/** @param texts what each row says */
export function layOut(
  { nodes, rows }: SpaceTime,
  texts: readonly string[],
  size: Width,
  replicas: number,
): Layout {
  const { width, left, strips, lanes, spacing, fontSize, gap } = sizes[size];
  const step = Math.min(spacing, lanes / Math.max(1, nodes.length - 1));
  const xOf = (node: number): number => left + step * nodes.indexOf(node);
  const ys: number[] = [];
  const timed = new Set<number>();
  let y = headRoom;
  rows.forEach(({ time }, at) => {
    const before = rows[at - 1]?.time;
    if (before === undefined || time - before >= gapMin) {
      timed.add(at);
      if (before !== undefined) y += gapHeight;
    }
    const height = texts[at] === '' ? listeningHeight : rowHeight;
    ys.push(y + height / 2);
    y += height;
  });
  const long = textWidth('replica 0', fontSize) + 8 <= step;
  const textLeft = left + step * Math.max(0, nodes.length - 1) + gap;
  return {
    frame: {
      width,
      left: 0,
      right: 0,
      top: headRoom,
      height: Math.max(1, y - headRoom),
      bottom: footRoom,
      fontSize,
    },
    xOf,
    nameOf: (node) => nameOf(node, replicas, long),
    ys,
    timed,
    stripLeft: strips,
    textLeft,
    textWidth: width - textLeft - 2,
  };
}

/** `R1`, `C3` where there is no room for `replica 1`, `client 3`. */
function nameOf(node: number, replicas: number, long: boolean): string {
  const isReplica = node < replicas;
  const index = isReplica ? node : node - replicas;
  if (!long) return `${isReplica ? 'R' : 'C'}${index}`;
  return `${isReplica ? 'replica' : 'client'} ${index}`;
}

/** Where a row lies in the plot: its line, over the whole width. */
export function rowBox({ frame, ys }: Layout, at: number): Box {
  const y = ((ys[at] as number) - frame.top - rowHeight / 2) / frame.height;
  return { x: 0, y: Math.max(0, y), width: 1, height: rowHeight / frame.height };
}
