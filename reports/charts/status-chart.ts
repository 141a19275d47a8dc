import { scaleLinear, scaleLog } from 'd3-scale';
import type { StatusRow } from '../reading/status-rows.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import type { Box } from './box.ts';
import { type ChartText, chartElement } from './chart.ts';
import { pixel, plotWidth, type Width } from './frame.ts';
import { type StatusLine, statusFrame, statusLines, statusStep } from './status-lines.ts';

/** Counts spread over more than this factor are drawn on a logarithmic axis. */
const logarithmicFrom = 30;

export function statusesAreLogarithmic(rows: readonly StatusRow[]): boolean {
  const counts = rows.map(({ count }) => count).filter((count) => count > 0);
  return counts.length > 0 && Math.max(...counts) / Math.min(...counts) > logarithmicFrom;
}

/** A bar a status under a heading an operation; the number stands at the bar's end. */
export function statusChart(text: ChartText, size: Width, rows: readonly StatusRow[]): string {
  const lines = statusLines(rows);
  const frame = statusFrame(size, lines);
  const max = Math.max(1, ...rows.map(({ count }) => count));
  // A bar of one is still seen where the axis is logarithmic.
  const scale = statusesAreLogarithmic(rows)
    ? scaleLog([0.7, max], [0, plotWidth(frame)])
    : scaleLinear([0, max], [0, plotWidth(frame)]);
  const drawn = lines.map((line, i) => {
    const middle = frame.top + (i + 0.5) * statusStep(size);
    return drawLine(line, size, frame, middle, scale(line.count ?? max));
  });
  return chartElement(text, size, frame, drawn.join(''));
}

/** Where each status stands, across the whole width. */
export function statusBoxes(rows: readonly StatusRow[]): ReadonlyMap<StatusRow, Box> {
  const lines = statusLines(rows);
  const boxes = lines.flatMap(({ heading }, i) =>
    heading ? [] : [{ x: 0, y: i / lines.length, width: 1, height: 1 / lines.length }],
  );
  return new Map(rows.map((row, i) => [row, boxes[i] as Box]));
}

/** On a narrow screen a name stands above its bar instead of before it. */
function drawLine(
  { label, heading, amount, tone }: StatusLine,
  size: Width,
  frame: { readonly left: number; readonly fontSize: number },
  middle: number,
  length: number,
): string {
  const { left, fontSize } = frame;
  const wide = size === 'wide';
  const base = 0.35 * fontSize;
  const place = wide
    ? `x="${left - 10}" y="${pixel(middle + base)}" class="end${heading ? ' strong' : ''}"`
    : `x="0" y="${pixel(middle + base - (heading ? -4 : 8))}"${heading ? ' class="strong"' : ''}`;
  const name = `<text ${place} font-size="${fontSize}">${escapeMarkup(label)}</text>`;
  if (heading) return name;
  const [height, y] = wide ? [12, middle - 6] : [8, middle + 4];
  return (
    `${name}<rect class="${tone}" x="${left}" y="${pixel(y)}" width="${pixel(length)}" ` +
    `height="${height}"/><text x="${pixel(left + length + 6)}" ` +
    `y="${pixel(y + height / 2 + base)}" class="ink" font-size="${fontSize}">${amount}</text>`
  );
}
