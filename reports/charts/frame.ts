import type { Nanoseconds } from '../../harness/time.ts';

/** Every chart is drawn twice, for wide and for narrow screens, so that its text stays readable. */
export type Width = 'wide' | 'narrow';
export const chartWidths: readonly Width[] = ['wide', 'narrow'];

/** The box of a chart over time, in pixels; all of them share left and right, so times line up. */
export interface Frame {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly height: number;
  readonly bottom: number;
  readonly fontSize: number;
}

export function frameOf(size: Width, height: number, top: number): Frame {
  return size === 'wide'
    ? { width: 960, left: 78, right: 14, top, height, bottom: 46, fontSize: 12.5 }
    : { width: 380, left: 62, right: 8, top, height, bottom: 44, fontSize: 11 };
}

export function plotWidth(frame: Frame): number {
  return frame.width - frame.left - frame.right;
}

export function frameHeight(frame: Frame): number {
  return frame.top + frame.height + frame.bottom;
}

/** What Vega-Lite needs to draw into a frame exactly, and to look like the page around it. */
export function vegaFrame(frame: Frame) {
  const { left, right, top, bottom, fontSize } = frame;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: plotWidth(frame),
    height: frame.height,
    padding: { left, right, top, bottom },
    autosize: { type: 'none' as const },
    config: {
      aria: false,
      background: 'transparent',
      font: 'Helvetica',
      view: { stroke: null },
      axis: {
        labelColor: 'var(--mute)',
        titleColor: 'var(--mute)',
        labelFontSize: fontSize,
        titleFontSize: fontSize,
        titleFontWeight: 'normal' as const,
        gridColor: 'var(--grid)',
        domainColor: 'var(--line)',
        tickColor: 'var(--line)',
        labelPadding: 6,
      },
    },
  };
}

/** The unit in which an axis of time counts. */
export interface TimeUnit {
  readonly name: string;
  readonly size: Nanoseconds;
}

const timeUnits: readonly TimeUnit[] = [
  { name: 'minutes', size: 60e9 },
  { name: 'seconds', size: 1e9 },
  { name: 'milliseconds', size: 1e6 },
  { name: 'microseconds', size: 1e3 },
];

function timeUnitOf(end: Nanoseconds): TimeUnit {
  const unit = timeUnits.find(({ name, size }) => end >= (name === 'minutes' ? 10 : 2) * size);
  return unit ?? { name: 'nanoseconds', size: 1 };
}

/** The axis of time, the same under every chart; its title says what kind of time it is. */
export function timeAxis(end: Nanoseconds, word: string, size: Width) {
  const unit = timeUnitOf(end);
  return {
    unit,
    title: `${word} ${unit.name} since the run began`,
    domain: [0, end / unit.size] as [number, number],
    ticks: ticksUpTo(end / unit.size, size === 'wide' ? 12 : 5),
  };
}

/** Round values from 0 to `end`, at most about `wanted` of them. */
function ticksUpTo(end: number, wanted: number): readonly number[] {
  const raw = end / wanted;
  let step = 1e-9;
  while (step < raw) {
    const next = [2 * step, 5 * step, 10 * step].find((each) => each >= raw);
    step = next ?? 10 * step;
  }
  const ticks: number[] = [];
  for (let i = 0; i * step <= end * (1 + 1e-9); i++) ticks.push(Number((i * step).toPrecision(9)));
  return ticks;
}

/** Coordinates to a tenth of a pixel: finer than any screen, and short. */
export function pixel(value: number): string {
  return String(Math.round(value * 10) / 10);
}
