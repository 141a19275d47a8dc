import { line } from 'd3-shape';
import { pixel } from './frame.ts';

/** A point in pixels; null where there is nothing to show, and a line has a gap. */
export type Point = readonly [x: number, y: number] | null;

/** A line through the points, broken where there is none. */
export function linePath(points: readonly Point[]): string {
  const path = line<Point>()
    .digits(1)
    .defined((point) => point !== null)
    .x((point) => point?.[0] ?? 0)
    .y((point) => point?.[1] ?? 0);
  return path(points) ?? '';
}

/** Dots: strokes of no length, which round caps make visible. */
export function dotsPath(points: readonly Point[]): string {
  return points
    .map((point) => (point === null ? '' : `M${pixel(point[0])},${pixel(point[1])}h0`))
    .join('');
}

/** The points that no line leads to: neither neighbour is there. */
export function lonely(points: readonly Point[]): readonly Point[] {
  const absent = (at: number): boolean => (points[at] ?? null) === null;
  return points.map((point, at) => (absent(at - 1) && absent(at + 1) ? point : null));
}
