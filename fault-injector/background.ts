import { type Fault, slotsPerChunk } from '../harness/fault.ts';
import type { Random } from '../harness/random.ts';
import { microsecond, millisecond, type Nanoseconds, second } from '../harness/time.ts';
import { rotMax } from './budget.ts';
import { type DrawScope, drawSpan } from './draw-scope.ts';

/** Bad weather on all links: some loss, some delay. Kinds come and go independently. */
export function drawNetworkFaults(scope: DrawScope): Fault[] {
  const { random } = scope;
  return [
    ...intervals(scope, random.fork('loss'), 8 * second, 4 * second, (random) => ({
      kind: 'loss' as const,
      ratio: [random.between(1, 15), 100] as const,
    })),
    ...intervals(scope, random.fork('duplication'), 12 * second, 5 * second, (random) => ({
      kind: 'duplication' as const,
      ratio: [random.between(1, 20), 100] as const,
    })),
    ...intervals(scope, random.fork('delay'), 12 * second, 3 * second, (random) => ({
      kind: 'delay' as const,
      mean: random.between(millisecond, 60 * millisecond),
    })),
    ...intervals(scope, random.fork('reordering'), 12 * second, 4 * second, (random) => ({
      kind: 'reordering' as const,
      ratio: [random.between(5, 30), 100] as const,
      hold: random.between(2 * millisecond, 100 * millisecond),
    })),
  ];
}

/** Disks that are slow for a while, and bits that flip at rest: see the budget for whose. */
export function drawDiskFaults(scope: DrawScope): Fault[] {
  const { random, replicas } = scope;
  const slow = intervals(scope, random.fork('slow'), 15 * second, 2 * second, (random) => ({
    kind: 'slow-disk' as const,
    replica: random.below(replicas),
    mean: random.between(2 * millisecond, 80 * millisecond),
  }));
  return [...slow, ...drawBitFlips(scope, random.fork('flips'))];
}

function drawBitFlips({ from, until, replicas }: DrawScope, random: Random): Fault[] {
  if (rotMax(replicas) === 0) return [];
  // Chunks of each remainder may rot on other replicas, so that every replica loses something.
  const shift = random.below(replicas);
  const faults: Fault[] = [];
  for (;;) {
    const last = faults.at(-1)?.from ?? from;
    const moment = last + drawSpan(random, 100 * millisecond, 3 * second, 20 * second);
    if (moment > until) return faults;
    const remainder = random.below(replicas);
    const chunk = remainder + replicas * random.below(4096);
    faults.push({
      kind: 'bit-flip',
      from: moment,
      until: moment,
      replica: (remainder + shift + random.below(rotMax(replicas))) % replicas,
      zone: random.below(3) === 0 ? 'journal-headers' : 'journal-prepares',
      slot: chunk * slotsPerChunk + random.below(slotsPerChunk),
      bit: random.uint32(),
    });
  }
}

/** Clocks that are a little wrong, or run a little wrong. */
export function drawClockFaults(scope: DrawScope): Fault[] {
  const { random, replicas } = scope;
  return [
    ...intervals(scope, random.fork('offset'), 15 * second, 10 * second, (random) => ({
      kind: 'clock-offset' as const,
      replica: random.below(replicas),
      offset: signed(random, random.between(millisecond, 200 * millisecond)),
    })),
    ...intervals(scope, random.fork('drift'), 15 * second, 10 * second, (random) => ({
      kind: 'clock-drift' as const,
      replica: random.below(replicas),
      gained: signed(random, random.between(microsecond, 500 * microsecond)),
    })),
  ];
}

type WithoutInterval = Fault extends infer F
  ? F extends Fault
    ? Omit<F, 'from' | 'until'>
    : never
  : never;

/** One after the other: a gap of about `gap`, then something that lasts about `span`. */
function intervals(
  scope: Pick<DrawScope, 'from' | 'until'>,
  random: Random,
  gap: Nanoseconds,
  span: Nanoseconds,
  draw: (random: Random) => WithoutInterval,
): Fault[] {
  const faults: Fault[] = [];
  let at = scope.from;
  for (;;) {
    const from = at + drawSpan(random, 0, gap, 4 * gap);
    const until = from + drawSpan(random, second / 5, span, 3 * span);
    if (until > scope.until) return faults;
    faults.push({ ...draw(random), from, until } as Fault);
    at = until;
  }
}

function signed(random: Random, size: number): number {
  return random.below(2) === 0 ? size : -size;
}
