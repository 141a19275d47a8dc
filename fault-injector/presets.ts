import { assert } from '../harness/assert.ts';
import type { Fault } from '../harness/fault.ts';
import { Random } from '../harness/random.ts';
import { withinBudget } from './budget.ts';
import type { DrawScope } from './draw-scope.ts';
import { drawSchedule } from './schedule.ts';
import { drawSwarm } from './swarm.ts';

/** A way to draw the faults of a run. */
export interface Preset {
  readonly name: string;
  /** One sentence: what it is for. */
  readonly about: string;
}

const drawings: Readonly<Record<string, (scope: DrawScope) => Fault[]>> = {
  none: () => [],
  default: drawSchedule,
  swarm: drawSwarm,
};

/** The presets, in the order in which they are listed. */
export const presets: readonly Preset[] = [
  {
    name: 'none',
    about: 'Nothing goes wrong but the ordinary weather of network and disks.',
  },
  {
    name: 'default',
    about: 'Every kind of fault, at its usual strength, with time to recover in between.',
  },
  {
    name: 'swarm',
    about:
      'About half of all kinds of faults, another half with each seed, from gentle to very harsh.',
  },
];

/** What a preset is drawn for. */
export interface DrawOptions extends Omit<DrawScope, 'random' | 'shift'> {
  /** The plan's. */
  readonly seed: string;
  /** A name of `presets`. */
  readonly preset: string;
}

/** Draws the faults of a preset, in the order in which they begin, within the budget. */
export function drawFaults({ seed, preset, ...shape }: DrawOptions): Fault[] {
  const draw = drawings[preset];
  assert(draw !== undefined, `there is no preset of faults ${preset}`);
  const random = Random.fromSeed(seed).fork(`faults ${preset}`);
  // 60 is a multiple of every number of replicas and of a superblock's copies.
  const shift = random.fork('shift').below(60);
  const faults = draw({ ...shape, random, shift });
  const excess = withinBudget(faults, shape.replicas);
  assert(excess === null, `a preset keeps within the budget: ${excess?.why}`);
  return faults;
}
