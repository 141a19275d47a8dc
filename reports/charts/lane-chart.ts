import type { Lane, LaneSegment } from '../reading/lanes.ts';
import { bottomAxis } from './axes.ts';
import type { Box } from './box.ts';
import { type ChartText, chartElement } from './chart.ts';
import { type Backdrop, drawBackdrop, stripRoom, xOf } from './fault-bands.ts';
import { type Frame, frameOf, pixel, plotWidth, timeAxis, type Width } from './frame.ts';
import { textWidth } from './helvetica.ts';

const laneHeight = 58;
const barHeight = 22;
const lineHeight = 20;
/** More segments than this in a lane are thinner than a pixel: the shortest are left out. */
const segmentsMax = 400;

export function laneFrame(size: Width, lanes: number, faults: Backdrop['faults']): Frame {
  return frameOf(size, Math.max(1, lanes) * laneHeight, stripRoom(faults));
}

/** How many segments a chart of these lanes leaves out. */
export function segmentsLeftOut(lanes: readonly Lane[]): number {
  return lanes.reduce((sum, { segments }) => sum + Math.max(0, segments.length - segmentsMax), 0);
}

/** Where a segment lies among `lanes` lanes. */
export function segmentBox(segment: LaneSegment, lane: number, lanes: number, end: number): Box {
  const { from, until } = segment;
  const x = from / end;
  return { x, y: lane / lanes, width: until / end - x, height: 1 / lanes };
}

/** A lane a replica: what it was, in which view, and how far it had committed. */
export function laneChart(
  text: ChartText,
  size: Width,
  backdrop: Backdrop,
  lanes: readonly Lane[],
  word: string,
): string {
  const opMax = Math.max(1, ...lanes.flatMap(({ commits }) => commits.map(({ op }) => op)));
  const drawn = lanes.map((lane, i) => {
    const top = backdrop.frame.top + i * laneHeight + 6;
    return drawLane(backdrop, lane, top, opMax);
  });
  const time = timeAxis(backdrop.timeline.end, word, size);
  const axis = bottomAxis(backdrop.frame, time.ticks, time.title);
  const content = `${drawBackdrop(backdrop)}${drawn.join('')}${axis}`;
  return chartElement(text, size, backdrop.frame, content);
}

function drawLane(backdrop: Backdrop, lane: Lane, top: number, opMax: number): string {
  const { frame } = backdrop;
  const label =
    `<text x="${frame.left - 8}" y="${top + 15}" class="end ink" ` +
    `font-size="${frame.fontSize}">replica ${lane.replica}</text>`;
  const threshold = shortestShown(lane.segments);
  const bars = lane.segments
    .filter(({ from, until }) => until - from >= threshold)
    .map((segment) => drawSegment(backdrop, segment, top));
  const marks = [...lane.crashes, ...lane.panics.map(({ time }) => time)].map((time) =>
    drawMark(backdrop, time, top),
  );
  const line = commitLine(backdrop, lane, top, opMax);
  return `<g>${label}${bars.join('')}${line}${marks.join('')}</g>`;
}

function shortestShown(segments: readonly LaneSegment[]): number {
  if (segments.length <= segmentsMax) return 0;
  const lengths = segments.map(({ from, until }) => until - from).toSorted((a, b) => b - a);
  return lengths[segmentsMax - 1] as number;
}

function drawSegment(backdrop: Backdrop, segment: LaneSegment, top: number): string {
  const { from, until, state, view } = segment;
  const { fontSize } = backdrop.frame;
  const x = xOf(backdrop, from);
  const width = Math.max(1, xOf(backdrop, until) - x);
  const bar =
    `<rect class="area ${state}" x="${pixel(x)}" y="${top}" width="${pixel(width)}" ` +
    `height="${barHeight}"/>`;
  const long = `view ${view}`;
  const fits = [long, String(view)].find((each) => textWidth(each, fontSize - 1.5) + 8 <= width);
  if (view === null || fits === undefined) return bar;
  return (
    `${bar}<text class="on ${state}" x="${pixel(x + 5)}" y="${top + 15}" ` +
    `font-size="${fontSize - 1.5}">${fits}</text>`
  );
}

/** The share of all ops that the replica has committed, as a line from the bottom to the top. */
function commitLine(backdrop: Backdrop, lane: Lane, top: number, opMax: number): string {
  const bottom = top + barHeight + 4 + lineHeight;
  const yOf = (op: number): string => pixel(bottom - (lineHeight * op) / opMax);
  const { frame, timeline } = backdrop;
  const base =
    `<line x1="${frame.left}" x2="${frame.left + plotWidth(frame)}" y1="${bottom}" ` +
    `y2="${bottom}" class="rule"/>`;
  if (lane.commits.length === 0) return base;
  let path = '';
  let last = '';
  for (const { time, op } of lane.commits) {
    const y = yOf(op);
    if (y === last) continue;
    const x = pixel(xOf(backdrop, time));
    path += path === '' ? `M${x},${bottom}V${y}` : `H${x}V${y}`;
    last = y;
  }
  path += `H${pixel(xOf(backdrop, timeline.end))}`;
  return `${base}<path class="line committed" d="${path}"/>`;
}

function drawMark(backdrop: Backdrop, time: number, top: number): string {
  const x = xOf(backdrop, time);
  const y = top + barHeight / 2;
  const arm = 4.5;
  const cross =
    `M${pixel(x - arm)},${y - arm}L${pixel(x + arm)},${y + arm}` +
    `M${pixel(x - arm)},${y + arm}L${pixel(x + arm)},${y - arm}`;
  return `<path class="halo" d="${cross}"/><path class="crash" d="${cross}"/>`;
}
