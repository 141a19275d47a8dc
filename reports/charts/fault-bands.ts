import type { Nanoseconds } from '../../harness/time.ts';
import { type FaultFamily, type FaultSpan, faultFamilies } from '../reading/fault-spans.ts';
import type { Timeline } from '../reading/timeline.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { type Frame, pixel, plotWidth } from './frame.ts';
import { textWidth } from './helvetica.ts';

const stripHeight = 7;
const stripGap = 4;
const phaseRow = 18;
/** Characters of a phase's name: stages are called what their author likes. */
const labelMax = 24;
/** More marks than this would not be told apart, and the page has a bound. */
const spansMax = 400;

/** The families of which anything struck, in their fixed order. */
export function familiesStruck(spans: readonly FaultSpan[]): readonly FaultFamily[] {
  return faultFamilies.filter((family) =>
    spans.some((span) => span.struck !== null && span.family === family),
  );
}

/** How much room above its plot a chart over time needs for the strip and the phases. */
export function stripRoom(spans: readonly FaultSpan[]): number {
  return familiesStruck(spans).length * (stripHeight + stripGap) + phaseRow + 6;
}

export interface Backdrop {
  readonly frame: Frame;
  readonly timeline: Timeline;
  readonly faults: readonly FaultSpan[];
}

/**
 * What lies behind a chart over time: each fault as a faint band over the whole height and as a
 * mark in its family's row above the plot, and a dotted line where a phase began.
 */
export function drawBackdrop(backdrop: Backdrop): string {
  const { frame, faults } = backdrop;
  const families = familiesStruck(faults);
  const rowTop = (family: FaultFamily): number =>
    frame.top - 6 - (families.length - families.indexOf(family)) * (stripHeight + stripGap);
  const names = families.map((family) => {
    const y = pixel(rowTop(family) + stripHeight - 0.5);
    const at = `x="${frame.left - 8}" y="${y}" class="end name ${family}"`;
    return `<text ${at} font-size="${frame.fontSize - 2}">${family}</text>`;
  });
  const struck = faults.filter((span) => span.struck !== null).slice(0, spansMax);
  const marks = struck.map((span) => stripMark(backdrop, span, rowTop(span.family)));
  const bands = families.flatMap((family) => familyBands(backdrop, family));
  return [...names, ...bands, ...marks, ...phaseMarks(backdrop)].join('');
}

/** Faults of one family that overlap make one band, or the plot behind many would be a blur. */
function familyBands(backdrop: Backdrop, family: FaultFamily): string[] {
  const { frame, faults } = backdrop;
  const pieces = faults
    .flatMap((span) => (span.family === family && span.struck !== null ? [span.struck] : []))
    .toSorted((a, b) => a.from - b.from);
  const merged: { from: Nanoseconds; until: Nanoseconds }[] = [];
  for (const { from, until } of pieces) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else merged.push({ from, until });
  }
  return merged.map(({ from, until }) => {
    const x = xOf(backdrop, from);
    const width = Math.max(1, xOf(backdrop, until) - x);
    return (
      `<rect x="${pixel(x)}" y="${frame.top}" width="${pixel(width)}" height="${frame.height}" ` +
      `class="band ${family}"/>`
    );
  });
}

function stripMark(backdrop: Backdrop, span: FaultSpan, top: number): string {
  const { from, until } = span.struck ?? { from: 0, until: 0 };
  const x = xOf(backdrop, from);
  // A moment is still two pixels wide, or nobody sees it.
  const width = Math.max(2, xOf(backdrop, until) - x);
  return (
    `<rect x="${pixel(x)}" y="${pixel(top)}" width="${pixel(width)}" height="${stripHeight}" ` +
    `rx="1.5" class="strip ${span.family}"/>`
  );
}

/** Labels that would run into the one before them, or out of the chart, are left out. */
function phaseMarks(backdrop: Backdrop): string[] {
  const { frame, timeline, faults } = backdrop;
  const size = frame.fontSize - 1.5;
  const y = frame.top - stripRoom(faults) + size + 1;
  let free = 0;
  return timeline.phases.map(({ time, label: whole }) => {
    const label = whole.length > labelMax ? `${whole.slice(0, labelMax)}…` : whole;
    const x = xOf(backdrop, time);
    const width = textWidth(label, size);
    const line =
      `<line x1="${pixel(x)}" x2="${pixel(x)}" y1="${pixel(y + 3)}" ` +
      `y2="${frame.top + frame.height}" class="phase"/>`;
    const fitsRight = x + width <= frame.width;
    const from = fitsRight ? x : x - width;
    if (from < free) return line;
    free = from + width + 8;
    const anchor = fitsRight ? '' : ' class="end"';
    const at = `x="${pixel(x)}" y="${pixel(y)}"${anchor} font-size="${size}"`;
    return `${line}<text ${at}>${escapeMarkup(label)}</text>`;
  });
}

/** Where a moment stands on the axis of time; what was later stands at its end. */
export function xOf(
  { frame, timeline }: { readonly frame: Frame; readonly timeline: Pick<Timeline, 'end'> },
  moment: Nanoseconds,
): number {
  return frame.left + (plotWidth(frame) * Math.min(moment, timeline.end)) / timeline.end;
}
