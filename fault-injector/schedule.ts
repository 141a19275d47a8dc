import type { Fault, FaultKind } from '../harness/fault.ts';
import { diskFaults } from './disk-faults.ts';
import type { DrawScope } from './draw-scope.ts';
import { drawEpisodes } from './episodes.ts';
import { drawSeries, type FaultDraw, usual } from './fault-draw.ts';
import { networkFaults } from './network-faults.ts';
import { processFaults } from './process-faults.ts';

/** How faults of each kind are drawn. */
export const faultDraws: Readonly<Record<FaultKind, FaultDraw>> = {
  ...networkFaults,
  ...diskFaults,
  ...processFaults,
};

/** These come one at a time, with time to recover in between: see `drawEpisodes`. */
const episodic: ReadonlySet<string> = new Set(['crash', 'pause', 'partition', 'cut', 'clogging']);

/** Everything, in the order in which it begins; each part draws from a fork of its own. */
export function drawSchedule(scope: DrawScope): Fault[] {
  const { random } = scope;
  const series = Object.entries(faultDraws).flatMap(([kind, draw]) =>
    episodic.has(kind) ? [] : drawSeries({ ...scope, random: random.fork(kind) }, draw, usual),
  );
  const episodes = drawEpisodes({ ...scope, random: random.fork('episodes') });
  return [...episodes, ...series].toSorted((a, b) => a.from - b.from);
}
