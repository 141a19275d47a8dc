import type { Fault, FaultOf } from '../harness/fault.ts';
import type { Random } from '../harness/random.ts';
import { Budget } from './budget.ts';
import { drawBlock } from './disk-faults.ts';
import type { DrawScope } from './draw-scope.ts';
import { drawSeries, type Intensity } from './fault-draw.ts';
import { faultDraws } from './schedule.ts';

/**
 * Swarm testing: a coin for each kind of fault decides whether the run has it at all, and then how
 * often, how long and how bad is drawn for the whole run. Runs that lack most kinds go where the
 * average of all never gets. Whatever is drawn beyond the budget is left out.
 */
export function drawSwarm(scope: DrawScope): Fault[] {
  return keepWithin(drawHarsh(scope), scope.replicas);
}

/** The same before anything is left out: there is no telling whether a cluster can survive it. */
export function drawHarsh(scope: DrawScope): Fault[] {
  return Object.entries(faultDraws)
    .flatMap(([kind, draw]) => {
      const random = scope.random.fork(kind);
      if (random.below(2) === 0) return [];
      const intensity = drawIntensity(random);
      const variety = random.fork('variety');
      return drawSeries({ ...scope, random }, draw, intensity).map((fault) =>
        varied(fault, scope, variety),
      );
    })
    .toSorted((a, b) => a.from - b.from);
}

/** Faults in the order in which they begin, without those that are one too many. */
export function keepWithin(faults: readonly Fault[], replicas: number): Fault[] {
  const budget = new Budget(replicas);
  return faults.flatMap((fault) => {
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

/** Forms of a fault that the usual weather does not have. */
function varied(fault: Fault, scope: DrawScope, random: Random): Fault {
  switch (fault.kind) {
    case 'delay': {
      const distribution = random.pick([undefined, 'constant', 'uniform', 'long-tail'] as const);
      return distribution === undefined ? fault : { ...fault, distribution };
    }
    case 'slow-disk': {
      const only = random.pick([undefined, 'reads', 'writes'] as const);
      return only === undefined ? fault : { ...fault, only };
    }
    case 'clock-offset':
      // Now and then by minutes, beyond all that clocks tolerate of each other.
      return random.below(2) === 0 ? { ...fault, offset: fault.offset * 400 } : fault;
    case 'partition':
      return variedPartition(fault, scope, random);
    case 'bit-flip':
    case 'read-error':
    case 'lost-write':
    case 'rollback':
      return variedZone(fault, scope, random);
    default:
      return fault;
  }
}

/** Also in one direction only, and with a coin for each replica. */
function variedPartition(
  fault: FaultOf<'partition'>,
  { replicas }: DrawScope,
  random: Random,
): Fault {
  const blocked = random.pick([undefined, undefined, 'in', 'out'] as const);
  const tossed = Array.from({ length: replicas }, (_, replica) => replica).filter(
    () => random.below(2) === 0,
  );
  const toss = random.below(3) === 0 && tossed.length > 0 && tossed.length < replicas;
  const side = toss ? tossed : fault.side;
  return { ...fault, side, ...(blocked !== undefined && { blocked }) };
}

/** Also in the replies and the grid, where there are others to have them from. */
function variedZone(
  fault: FaultOf<'bit-flip' | 'read-error' | 'lost-write' | 'rollback'>,
  scope: DrawScope,
  random: Random,
): Fault {
  const zone = random.pick([undefined, undefined, 'grid', 'client-replies'] as const);
  if (zone === undefined || scope.replicas === 1) return fault;
  return { ...fault, zone, ...drawBlock({ ...scope, random }) };
}

/** The same with less to survive. */
function tamer(fault: Fault): Fault {
  if (fault.kind === 'crash' || fault.kind === 'crash-loop') return { ...fault, torn: [0, 1] };
  if (fault.kind !== 'rollback') return fault;
  return fault.zone === 'journal-prepares' ? { ...fault, zone: 'journal-headers' } : fault;
}
