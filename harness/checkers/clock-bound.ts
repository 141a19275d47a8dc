import type { Fault } from '../fault.ts';
import type { Plan } from '../plan.ts';
import { type Nanoseconds, second } from '../time.ts';

/** Clocks that differ by less agree (facts 5); and how late a peer's answer may tell of its own. */
const tolerance = 10 * second;
const delayMax = 10 * second;

/**
 * How far the time of the log may be ahead of true time, by the faults of a plan. A quorum has to
 * agree on it, so one clock that is wrong moves it no further than the next one is wrong, and what
 * they tolerate. Infinite where nobody knows what the clocks showed.
 */
export function clockAheadMax({ cluster, faults }: Plan): Nanoseconds {
  if (cluster.kind !== 'simulated') return Number.POSITIVE_INFINITY;
  const ahead = Array.from({ length: cluster.replicas }, (_, replica) =>
    faults
      .filter((fault) => 'replica' in fault && mayBe(fault.replica, replica))
      .reduce((sum, fault) => sum + gainedBy(fault), 0),
  ).toSorted((a, b) => b - a);
  return (ahead[1] ?? ahead[0] ?? 0) + tolerance + delayMax;
}

function mayBe(target: unknown, replica: number): boolean {
  return typeof target !== 'number' || target === replica;
}

/** At the most, and for good: what a clock gained it does not lose at once. */
function gainedBy(fault: Fault): Nanoseconds {
  const span = fault.until - fault.from;
  switch (fault.kind) {
    case 'clock-offset':
    case 'clock-strobe':
      return Math.max(0, fault.offset);
    case 'clock-step':
      return Math.max(0, fault.step) * (1 + Math.ceil(span / fault.every));
    case 'clock-drift':
      return Math.ceil((Math.max(0, fault.gained) * span) / second);
    default:
      return 0;
  }
}
