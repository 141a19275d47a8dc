import type { Fault } from '../harness/fault.ts';
import { drawClockFaults, drawDiskFaults, drawNetworkFaults } from './background.ts';
import type { DrawScope } from './draw-scope.ts';
import { drawEpisodes } from './episodes.ts';

/** Everything at once, in the order in which it begins; each part draws from a fork of its own. */
export function drawSchedule({ random, ...shape }: DrawScope): Fault[] {
  return [
    ...drawEpisodes({ ...shape, random: random.fork('episodes') }),
    ...drawNetworkFaults({ ...shape, random: random.fork('network') }),
    ...drawDiskFaults({ ...shape, random: random.fork('disk') }),
    ...drawClockFaults({ ...shape, random: random.fork('clock') }),
  ].toSorted((a, b) => a.from - b.from);
}
