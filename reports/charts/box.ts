import type { Nanoseconds } from '../../harness/time.ts';

/**
 * Where a row of the table behind a chart lies in its plot, as shares of the plot's width and
 * height (0 to 1, from the left and from the top): the same on every screen. The page's script
 * finds by it what the pointer is on.
 */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A stretch of the time axis, over the whole height. */
export function boxOfSpan(from: Nanoseconds, until: Nanoseconds, end: Nanoseconds): Box {
  return { x: from / end, y: 0, width: (until - from) / end, height: 1 };
}

/** As an attribute: ten-thousandths of the plot, which no screen is wide enough to show. */
export function boxText({ x, y, width, height }: Box): string {
  return [x, y, width, height].map((share) => Math.round(share * 1e4)).join(' ');
}
