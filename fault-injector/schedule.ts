import type { Fault, FaultKind } from '../harness/fault.ts';
import { clockFaults } from './clock-faults.ts';
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
  ...clockFaults,
};

/** These come one at a time, with time to recover in between: see `drawEpisodes`. */
const episodic: readonly FaultKind[] = ['crash', 'pause', 'partition', 'cut', 'clogging'];

/** What a cluster meets in its life: the rarer kinds are left to `swarm` and to scenarios. */
const usualKinds: readonly FaultKind[] = [
  'loss',
  'duplication',
  'delay',
  'reordering',
  'corruption',
  'client-cut',
  'slow-disk',
  'bit-flip',
  'misdirected-write',
  'clock-offset',
  'clock-drift',
];

/** The kinds that a schedule draws from. */
export const scheduledKinds: readonly FaultKind[] = [...episodic, ...usualKinds];

/** The usual, in the order in which it begins; each part draws from a fork of its own. */
export function drawSchedule(scope: DrawScope): Fault[] {
  const { random } = scope;
  const series = usualKinds.flatMap((kind) =>
    drawSeries({ ...scope, random: random.fork(kind) }, faultDraws[kind], usual),
  );
  const episodes = drawEpisodes({ ...scope, random: random.fork('episodes') });
  return [...episodes, ...series].toSorted((a, b) => a.from - b.from);
}
