import { assert } from '../harness/assert.ts';
import type { Fault } from '../harness/fault.ts';
import type { Expectation } from '../harness/plan.ts';
import { Random } from '../harness/random.ts';
import { drawBeyondBudget } from './beyond-budget.ts';
import { withinBudget } from './budget.ts';
import type { DrawScope } from './draw-scope.ts';
import { scenarios } from './scenarios/catalogue.ts';
import { drawSchedule } from './schedule.ts';
import { drawSwarm, keepWithin } from './swarm.ts';

/** A way to draw the faults of a run. */
export interface Preset {
  readonly name: string;
  /** One sentence: what it is for. */
  readonly about: string;
}

const beyondBudget = 'beyond-budget';

const drawings: Readonly<Record<string, (scope: DrawScope) => readonly Fault[]>> = {
  none: () => [],
  default: drawSchedule,
  swarm: drawSwarm,
  [beyondBudget]: drawBeyondBudget,
  ...Object.fromEntries(scenarios.map(({ name, draw }) => [name, draw])),
};

/** The presets, in the order in which they are listed. */
export const presets: readonly Preset[] = [
  {
    name: 'none',
    about: 'Nothing goes wrong but the ordinary weather of network and disks.',
  },
  {
    name: 'default',
    about: 'The usual kinds of faults, at their usual strength, with time to recover in between.',
  },
  {
    name: 'swarm',
    about:
      'About half of all kinds of faults, another half with each seed, from gentle to very harsh.',
  },
  {
    name: beyondBudget,
    about: 'More than a cluster has to survive: it may stop, but it must not answer wrongly.',
  },
];

/** All names that `drawFaults` knows: presets, then scenarios. */
export const faultNames: readonly string[] = Object.keys(drawings);

/** The names in a list such as `torn-write,clock-skew`. */
export function namesOf(preset: string): string[] {
  return preset.split(',').map((name) => name.trim());
}

/** What may be expected of a cluster under these faults. */
export function expectationOf(preset: string): Expectation {
  return namesOf(preset).includes(beyondBudget) ? 'do-not-lie' : 'recover';
}

/** How many replicas a cluster needs, so that all of these can be drawn for it. */
export function replicasMinOf(preset: string): number {
  const named = scenarios.filter(({ name }) => namesOf(preset).includes(name));
  return Math.max(1, ...named.map(({ replicasMin }) => replicasMin));
}

/** What a preset is drawn for. */
export interface DrawOptions extends Omit<DrawScope, 'random' | 'shift'> {
  /** The plan's. */
  readonly seed: string;
  /** One of `faultNames`, or several with commas between them. */
  readonly preset: string;
}

/**
 * Draws faults, in the order in which they begin. They keep within the budget, unless they are
 * `beyond-budget`: of several that would not together, what is one too many is left out.
 */
export function drawFaults({ seed, preset, ...shape }: DrawOptions): Fault[] {
  const names = namesOf(preset);
  const seeded = Random.fromSeed(seed);
  const drawn = names.map((name) => {
    const draw = drawings[name];
    assert(draw !== undefined, `there are no faults called ${name}`);
    const random = seeded.fork(`faults ${name}`);
    return draw({ ...shape, random, shift: shiftOf(seeded, names) });
  });
  const faults = drawn.flat().toSorted((a, b) => a.from - b.from);
  if (expectationOf(preset) === 'do-not-lie') return faults;
  const kept = names.length === 1 ? faults : keepWithin(faults, shape.replicas);
  const excess = withinBudget(kept, shape.replicas);
  assert(excess === null, `what is drawn keeps within the budget: ${excess?.why}`);
  return kept;
}

/** The same for all of them, so that they agree on which replica may lose what. */
function shiftOf(seeded: Random, [first]: readonly string[]): number {
  // 60 is a multiple of every number of replicas and of a superblock's copies.
  return seeded.fork(`faults ${first}`).fork('shift').below(60);
}
