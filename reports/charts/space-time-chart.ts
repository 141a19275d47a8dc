import { type FaultSpan, faultFamilies } from '../reading/fault-spans.ts';
import type { Lane } from '../reading/lanes.ts';
import type { Arrow, SpaceTime } from '../reading/space-time.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { formatMoment } from '../wording/quantities.ts';
import { type ChartText, chartElement } from './chart.ts';
import { pixel, type Width } from './frame.ts';
import { textWidth } from './helvetica.ts';
import type { Layout } from './space-time-layout.ts';

const barWidth = 8;
const stripWidth = 4;
/** From an arrow's head back to its wings. */
const headLength = 7;
const headHalf = 3.2;

/** What lies behind the messages. */
export interface SpaceTimeGround {
  readonly lanes: readonly Lane[];
  readonly faults: readonly FaultSpan[];
}

/** Nodes as lines from top to bottom, messages as arrows, what each row says on the right. */
export function spaceTimeChart(
  text: ChartText,
  size: Width,
  layout: Layout,
  drawn: SpaceTime,
  said: readonly string[],
  ground: SpaceTimeGround,
): string {
  const content = [
    ...drawn.nodes.map((node) => nodeLine(layout, node)),
    ...ground.lanes.flatMap((lane) => bars(layout, drawn, lane)),
    ...strips(layout, drawn, ground.faults),
    ...drawn.arrows.map((arrow) => drawArrow(layout, drawn, arrow)),
    ...drawn.rows.map((_, at) => drawRow(layout, drawn, at, said[at] ?? '')),
  ];
  return chartElement(text, size, layout.frame, content.join(''));
}

/** The kind of a message, as the legend has it. */
export function messageKind(command: string): 'client' | 'log' | 'viewing' {
  if (['request', 'reply', 'eviction'].includes(command)) return 'client';
  return ['exit_view', 'join_view', 'view', 'get_view'].includes(command) ? 'viewing' : 'log';
}

function nodeLine({ frame, xOf, nameOf }: Layout, node: number): string {
  const x = pixel(xOf(node));
  const { top, height, fontSize } = frame;
  return (
    `<line x1="${x}" x2="${x}" y1="${top - 6}" y2="${pixel(top + height + 6)}" class="axis"/>` +
    `<text x="${x}" y="${top - 12}" class="middle ink" font-size="${fontSize - 1}">` +
    `${nameOf(node)}</text>`
  );
}

/** What a replica was, row by row. */
function bars(layout: Layout, { nodes, rows }: SpaceTime, lane: Lane): string[] {
  if (!nodes.includes(lane.replica)) return [];
  const x = pixel(layout.xOf(lane.replica) - barWidth / 2);
  const pieces: { state: string; from: number; until: number }[] = [];
  rows.forEach(({ time }, at) => {
    const segment = lane.segments.find(({ from, until }) => from <= time && time < until);
    const { from, until } = rowSpan(layout, at);
    const last = pieces.at(-1);
    if (segment === undefined) return;
    if (last?.state === segment.state && last.until === from) last.until = until;
    else pieces.push({ state: segment.state, from, until });
  });
  return pieces.map(
    ({ state, from, until }) =>
      `<rect class="area ${state}" x="${x}" y="${pixel(from)}" width="${barWidth}" ` +
      `height="${pixel(until - from)}"/>`,
  );
}

/** A row reaches to the next one. */
function rowSpan({ ys, frame }: Layout, at: number): { from: number; until: number } {
  const end = frame.top + frame.height + 6;
  return { from: ys[at] as number, until: ys[at + 1] ?? end };
}

/** A column a family of faults: where any of it was in force. */
function strips(layout: Layout, { rows }: SpaceTime, faults: readonly FaultSpan[]): string[] {
  return faultFamilies.flatMap((family, column) => {
    const struck = faults.filter((span) => span.family === family && span.struck !== null);
    const x = pixel(layout.stripLeft + column * (stripWidth + 1.5));
    return rows.flatMap(({ time }, at) => {
      const next = rows[at + 1]?.time ?? time + 1;
      const inForce = struck.some(
        (span) => span.struck !== null && span.struck.from < next && span.struck.until >= time,
      );
      if (!inForce) return [];
      const { from, until } = rowSpan(layout, at);
      return [
        `<rect class="strip ${family}" x="${x}" y="${pixel(from)}" width="${stripWidth}" ` +
          `height="${pixel(until - from)}"/>`,
      ];
    });
  });
}

function drawArrow({ xOf, ys }: Layout, { rows }: SpaceTime, arrow: Arrow): string {
  const { crossing, from, to } = arrow;
  const kind = messageKind(crossing.command);
  const start = { x: xOf(rows[from]?.node ?? 0), y: ys[from] as number };
  const goal = xOf(crossing.receiver);
  if (to === null) {
    // It goes most of the way, and ends in a cross.
    const end = { x: start.x + (goal - start.x) * 0.6, y: start.y + 7 };
    const arm = 3;
    const cross =
      `M${pixel(end.x - arm)},${pixel(end.y - arm)}l${2 * arm},${2 * arm}` +
      `m0,${-2 * arm}l${-2 * arm},${2 * arm}`;
    return `${stroke(start, end, `${kind} lost`)}<path class="crash" d="${cross}"/>`;
  }
  const whole = { x: goal, y: ys[to] as number };
  const length = Math.hypot(whole.x - start.x, whole.y - start.y) || 1;
  const unit = { x: (whole.x - start.x) / length, y: (whole.y - start.y) / length };
  const back = { x: whole.x - unit.x * headLength, y: whole.y - unit.y * headLength };
  const wing = (side: 1 | -1): string =>
    `${pixel(back.x - side * unit.y * headHalf)},${pixel(back.y + side * unit.x * headHalf)}`;
  const head = `M${pixel(whole.x)},${pixel(whole.y)}L${wing(1)}L${wing(-1)}Z`;
  return `${stroke(start, back, kind)}<path class="head ${kind}" d="${head}"/>`;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function stroke(from: Place, to: Place, kind: string): string {
  const path = `M${pixel(from.x)},${pixel(from.y)}L${pixel(to.x)},${pixel(to.y)}`;
  return `<path class="line message ${kind}" d="${path}"/>`;
}

function drawRow(layout: Layout, { rows }: SpaceTime, at: number, said: string): string {
  const { frame, xOf, ys, timed, textLeft } = layout;
  const row = rows[at];
  if (row === undefined) return '';
  const y = ys[at] as number;
  const base = pixel(y + 0.35 * frame.fontSize);
  const time = timed.has(at)
    ? `<text x="0" y="${base}" font-size="${frame.fontSize - 1}">${formatMoment(row.time)}</text>`
    : '';
  const stops = row.events.some(({ kind }) => kind === 'crash' || kind === 'panic');
  const dot = stops ? crossAt(xOf(row.node), y) : dotAt(xOf(row.node), y, row.shows);
  if (said === '') return time + dot;
  const strong = row.shows ? 'strong' : 'ink';
  const fitted = fit(said, layout.textWidth, frame.fontSize, row.shows);
  return (
    `${time}${dot}<text x="${pixel(textLeft)}" y="${base}" class="${strong}" ` +
    `font-size="${frame.fontSize}">${escapeMarkup(fitted)}</text>`
  );
}

/** A ring where the violation shows. */
function dotAt(x: number, y: number, shows: boolean): string {
  const shape = shows ? 'class="shows" r="5.5"' : 'class="deed" r="2.6"';
  return `<circle ${shape} cx="${pixel(x)}" cy="${pixel(y)}"/>`;
}

function crossAt(x: number, y: number): string {
  const arm = 4.5;
  const cross =
    `M${pixel(x - arm)},${pixel(y - arm)}l${2 * arm},${2 * arm}` +
    `m0,${-2 * arm}l${-2 * arm},${2 * arm}`;
  return `<path class="halo" d="${cross}"/><path class="crash" d="${cross}"/>`;
}

/** As much of it as there is room for; the table behind has all. */
function fit(text: string, room: number, fontSize: number, bold: boolean): string {
  if (textWidth(text, fontSize, bold) <= room) return text;
  let end = text.length;
  while (end > 0 && textWidth(`${text.slice(0, end)}…`, fontSize, bold) > room) end -= 1;
  return `${text.slice(0, end).trimEnd()}…`;
}
