import { assert } from '../harness/assert.ts';
import type { Fault } from '../harness/fault.ts';
import { Random } from '../harness/random.ts';
import { withinBudget } from './budget.ts';
import type { DrawScope } from './draw-scope.ts';
import { drawSchedule } from './schedule.ts';

/** The presets, in the order in which they are listed. */
export const presets: readonly { readonly name: string; readonly about: string }[] = [
  { name: 'none', about: 'Nothing goes wrong but the ordinary weather of network and disks.' },
  {
    name: 'default',
    about:
      'Crashes with lost and torn writes, partitions, cuts, pauses, bit flips, slow disks, ' +
      'lossy and slow networks and wrong clocks, with time to recover in between.',
  },
];

/** What a preset is drawn for. */
export interface DrawOptions extends Omit<DrawScope, 'random'> {
  /** The plan's. */
  readonly seed: string;
  /** A name of `presets`. */
  readonly preset: string;
}

/** Draws the faults of a preset, in the order in which they begin, within the budget. */
export function drawFaults({ seed, preset, ...shape }: DrawOptions): Fault[] {
  const known = presets.some(({ name }) => name === preset);
  assert(known, `there is no preset of faults ${preset}`);
  if (preset === 'none') return [];
  const faults = drawSchedule({ ...shape, random: Random.fromSeed(seed).fork(`faults ${preset}`) });
  const excess = withinBudget(faults, shape.replicas);
  assert(excess === null, `a preset keeps within the budget: ${excess}`);
  return faults;
}
