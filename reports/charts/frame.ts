import { scaleLinear } from 'd3-scale';
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
    : { width: 380, left: 62, right: 14, top, height, bottom: 44, fontSize: 11 };
}

export function plotWidth(frame: Frame): number {
  return frame.width - frame.left - frame.right;
}

/** How far down the page a share of the plot's height lies: 0 is its bottom. */
export function yAt(frame: Frame, share: number): number {
  return frame.top + frame.height * (1 - share);
}

export function frameHeight(frame: Frame): number {
  return frame.top + frame.height + frame.bottom;
}

/** A place on an axis: how far along the plot it lies (0 to 1), and what it says. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** The units in which an axis of time counts, and from how many of them on. */
const timeUnits = [
  { name: 'minutes', size: 60e9, least: 10 },
  { name: 'seconds', size: 1e9, least: 2 },
  { name: 'milliseconds', size: 1e6, least: 2 },
  { name: 'microseconds', size: 1e3, least: 2 },
] as const;

/** The axis of time, the same under every chart; its title says what kind of time it is. */
export function timeAxis(
  end: Nanoseconds,
  word: string,
  size: Width,
): { readonly title: string; readonly ticks: readonly Tick[] } {
  const unit = timeUnits.find((each) => end >= each.least * each.size);
  const { name, size: length } = unit ?? { name: 'nanoseconds', size: 1 };
  const scale = scaleLinear([0, end / length], [0, 1]);
  return {
    title: `${word} ${name} since the run began`,
    ticks: scale
      .ticks(size === 'wide' ? 10 : 5)
      .map((value) => ({ at: scale(value), label: String(value) })),
  };
}

/** Coordinates to a tenth of a pixel: finer than any screen, and short. */
export function pixel(value: number): string {
  return String(Math.round(value * 10) / 10);
}
