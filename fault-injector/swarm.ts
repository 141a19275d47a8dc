import type { Fault } from '../harness/fault.ts';
import type { Random } from '../harness/random.ts';
import { Budget } from './budget.ts';
import type { DrawScope } from './draw-scope.ts';
import { drawSeries, type Intensity } from './fault-draw.ts';
import { faultDraws } from './schedule.ts';

/**
 * Swarm testing: a coin for each kind of fault decides whether the run has it at all, and then how
 * often, how long and how bad is drawn for the whole run. Runs that lack most kinds go where the
 * average of all never gets. Whatever is drawn beyond the budget is left out.
 */
export function drawSwarm(scope: DrawScope): Fault[] {
  const drawn = Object.entries(faultDraws).flatMap(([kind, draw]) => {
    const random = scope.random.fork(kind);
    if (random.below(2) === 0) return [];
    const intensity = drawIntensity(random);
    return drawSeries({ ...scope, random }, draw, intensity);
  });
  const budget = new Budget(scope.replicas);
  return drawn
    .toSorted((a, b) => a.from - b.from)
    .flatMap((fault) => {
      const fitting = [fault, tamer(fault)].find((each) => budget.take(each) === null);
      return fitting === undefined ? [] : [fitting];
    });
}

function drawIntensity(random: Random): Intensity {
  return {
    gap: random.pick([25, 50, 100, 200, 400]),
    span: random.pick([25, 50, 100, 200, 300]),
    force: random.pick([20, 50, 100, 200, 300]),
  };
}

/** The same with less to survive. */
function tamer(fault: Fault): Fault {
  return fault.kind === 'crash' ? { ...fault, torn: [0, 1] } : fault;
}
