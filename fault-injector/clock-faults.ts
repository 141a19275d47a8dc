import type { FaultKind } from '../harness/fault.ts';
import { microsecond, millisecond, second } from '../harness/time.ts';
import { drawForce, drawSigned, type FaultDraw } from './fault-draw.ts';

/** Clocks that are a little wrong, run so, or jump. */
export const clockFaults = {
  'clock-offset': {
    gap: 15 * second,
    span: 10 * second,
    draw: ({ random, replicas }, interval, force) => {
      const offset = drawForce(random, millisecond, 200 * millisecond, force);
      const replica = random.below(replicas);
      return [{ kind: 'clock-offset', ...interval, replica, offset: drawSigned(random, offset) }];
    },
  },
  'clock-drift': {
    gap: 15 * second,
    span: 10 * second,
    draw: ({ random, replicas }, interval, force) => {
      const gained = drawForce(random, microsecond, 500 * microsecond, force);
      const replica = random.below(replicas);
      return [{ kind: 'clock-drift', ...interval, replica, gained: drawSigned(random, gained) }];
    },
  },
  'clock-step': {
    gap: 20 * second,
    span: 6 * second,
    draw: ({ random, replicas }, interval, force) => {
      const step = drawForce(random, millisecond, 50 * millisecond, force);
      const every = random.between(100 * millisecond, 2 * second);
      const replica = random.below(replicas);
      return [{ kind: 'clock-step', ...interval, replica, step: drawSigned(random, step), every }];
    },
  },
  'clock-strobe': {
    gap: 20 * second,
    span: 4 * second,
    draw: ({ random, replicas }, interval, force) => {
      const size = drawForce(random, millisecond, 200 * millisecond, force);
      const every = random.between(5 * millisecond, 500 * millisecond);
      const replica = random.below(replicas);
      const offset = drawSigned(random, size);
      return [{ kind: 'clock-strobe', ...interval, replica, offset, every }];
    },
  },
} as const satisfies Partial<Record<FaultKind, FaultDraw>>;
