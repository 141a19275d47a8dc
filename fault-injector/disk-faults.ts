import {
  type FaultKind,
  type FaultyZone,
  slotsPerChunk,
  superblockCopies,
} from '../harness/fault.ts';
import { millisecond, second } from '../harness/time.ts';
import { rotMax } from './budget.ts';
import type { DrawScope } from './draw-scope.ts';
import { drawForce, type FaultDraw } from './fault-draw.ts';

/** Disks that are slow, and disks that forget: see the budget for what each replica may lose. */
export const diskFaults = {
  'slow-disk': {
    gap: 15 * second,
    span: 2 * second,
    draw: ({ random, replicas }, interval, force) => {
      const mean = drawForce(random, 2 * millisecond, 80 * millisecond, force);
      return [{ kind: 'slow-disk', ...interval, replica: random.below(replicas), mean }];
    },
  },
  'bit-flip': {
    gap: 3 * second,
    span: 0,
    draw: (scope, interval) => {
      const bit = scope.random.uint32();
      return [{ kind: 'bit-flip', ...interval, ...drawPlace(scope), bit }];
    },
  },
  'read-error': {
    gap: 5 * second,
    span: 8 * second,
    draw: (scope, interval) => [{ kind: 'read-error', ...interval, ...drawPlace(scope) }],
  },
  'misdirected-write': {
    gap: 10 * second,
    span: 4 * second,
    draw: (scope, interval) => {
      if (scope.replicas === 1) return [];
      const zone = scope.random.below(3) === 0 ? 'journal-headers' : 'journal-prepares';
      return [{ kind: 'misdirected-write', ...interval, zone, ...drawSlot(scope) }];
    },
  },
  'lost-write': {
    gap: 10 * second,
    span: 4 * second,
    draw: (scope, interval) => [{ kind: 'lost-write', ...interval, ...drawPlace(scope) }],
  },
  rollback: {
    gap: 12 * second,
    span: 3 * second,
    draw: (scope, interval) => [{ kind: 'rollback', ...interval, ...drawPlace(scope) }],
  },
  'full-disk': {
    gap: 12 * second,
    span: 2 * second,
    draw: ({ random, replicas }, interval) => [
      { kind: 'full-disk', ...interval, replica: random.below(replicas) },
    ],
  },
} as const satisfies Partial<Record<FaultKind, FaultDraw>>;

/** A place in the journal, or one of the copies of the superblock. */
export function drawPlace(scope: DrawScope): {
  readonly replica: number;
  readonly zone: FaultyZone;
  readonly slot: number;
} {
  const { random, replicas } = scope;
  if (replicas === 1 || random.below(8) === 0) {
    const replica = random.below(replicas);
    const slot = (scope.shift + replica) % superblockCopies;
    return { zone: 'superblock', replica, slot };
  }
  const zone = random.below(3) === 0 ? 'journal-headers' : 'journal-prepares';
  return { zone, ...drawSlot(scope) };
}

/** Blocks of the grid, or slots of the replies, of each remainder may rot on other replicas. */
export function drawBlock(scope: DrawScope): { readonly replica: number; readonly slot: number } {
  const { random, replicas } = scope;
  const remainder = random.below(replicas);
  return {
    replica: (remainder + scope.shift + random.below(rotMax(replicas))) % replicas,
    slot: remainder + replicas * random.below(4096),
  };
}

/** Chunks of each remainder may rot on other replicas, so that every replica loses something. */
export function drawSlot(scope: DrawScope): { readonly replica: number; readonly slot: number } {
  const { random, replicas } = scope;
  const remainder = random.below(replicas);
  const chunk = remainder + replicas * random.below(4096);
  return {
    replica: (remainder + scope.shift + random.below(rotMax(replicas))) % replicas,
    slot: chunk * slotsPerChunk + random.below(slotsPerChunk),
  };
}
