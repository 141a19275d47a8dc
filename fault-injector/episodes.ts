import type { Fault, NodeTarget, ReplicaTarget } from '../harness/fault.ts';
import type { Random, Ratio } from '../harness/random.ts';
import { millisecond, type Nanoseconds, second } from '../harness/time.ts';
import { absentMax, calmStretch } from './budget.ts';
import { type DrawScope, drawSpan } from './draw-scope.ts';

/**
 * What takes a replica out, one after the other: crashes, pauses, partitions, cuts. In between the
 * cluster has time to find a primary and to get on with its work.
 */
export function drawEpisodes(scope: DrawScope): Fault[] {
  const { random, until } = scope;
  const faults: Fault[] = [];
  let from = scope.from + random.between(second / 2, 2 * second);
  for (;;) {
    const episode = drawEpisode(scope, from);
    const end = Math.max(...episode.map((fault) => fault.until));
    if (end > until) return faults;
    faults.push(...episode.filter((fault) => fault.from >= scope.from));
    const torn = episode.some((fault) => fault.kind === 'crash' && fault.torn[0] > 0);
    const gap = torn ? calmStretch : millisecond;
    // The next one may begin with a disk that slows down ahead of its crash.
    from = end + gap + slowAheadMax + random.between(0, 3 * second);
  }
}

const slowAheadMax = 800 * millisecond;

type Crash = Extract<Fault, { kind: 'crash' }>;

function drawEpisode(scope: DrawScope, from: Nanoseconds): Fault[] {
  const { random, replicas } = scope;
  const alone = replicas === 1;
  switch (random.weighted([6, alone ? 0 : 3, alone ? 1 : 2, 3])) {
    case 0:
      return drawCrash(scope, from);
    case 1:
      return withCompanion(scope, drawPartition(scope, from));
    case 2:
      return withCompanion(scope, drawCut(scope, from));
    default:
      return withCompanion(scope, drawPause(scope, from));
  }
}

/** Sometimes another replica goes down just when the cluster looks for its next primary. */
function withCompanion(scope: DrawScope, fault: Fault): Fault[] {
  const { random } = scope;
  if (random.below(3) > 0) return [fault];
  const from = fault.from + random.below(fault.until - fault.from);
  if (random.below(3) === 0) return [fault, drawPause(scope, from)];
  return [fault, drawBareCrash(scope, from)];
}

function drawBareCrash({ random, replicas }: DrawScope, from: Nanoseconds): Crash {
  const whole: Ratio = [0, 1];
  return {
    kind: 'crash',
    from,
    until: from + drawSpan(random, 200 * millisecond, 2 * second, 6 * second),
    replica: drawReplica(random, replicas),
    lost: random.pick<Ratio>([whole, whole, [1, 4], [1, 2], [1, 1]]),
    torn: replicas === 2 ? whole : random.pick<Ratio>([whole, [1, 2], [1, 1], [1, 1]]),
  };
}

function drawCrash(scope: DrawScope, from: Nanoseconds): Fault[] {
  const { random, replicas } = scope;
  const crash = drawBareCrash(scope, from);
  const { until } = crash;
  const faults: Fault[] = [crash];
  // A crash is worth most while writes are under way: a disk that slows down before sees to that.
  if (random.below(4) > 0) {
    const ahead = random.between(100 * millisecond, slowAheadMax);
    const mean = random.between(20 * millisecond, 200 * millisecond);
    const { replica } = crash;
    faults.push({ kind: 'slow-disk', from: from - ahead, until: from, replica, mean });
  }
  if (absentMax(replicas) > 1 && random.below(3) === 0) {
    faults.push({ ...crash, from: from + random.below(until - from), replica: 'primary' });
  }
  if (random.below(4) === 0) faults.push(drawPause(scope, from));
  return faults;
}

function drawPause({ random, replicas }: DrawScope, from: Nanoseconds): Fault {
  const until = from + drawSpan(random, 50 * millisecond, 1500 * millisecond, 5 * second);
  return { kind: 'pause', from, until, replica: drawReplica(random, replicas) };
}

function drawPartition({ random, replicas }: DrawScope, from: Nanoseconds): Fault {
  const until = from + drawSpan(random, 500 * millisecond, 2 * second, 6 * second);
  const isolated = random.below(2) === 0;
  const side: ReplicaTarget[] = isolated
    ? [drawReplica(random, replicas)]
    : random
        .shuffled(Array.from({ length: replicas }, (_, replica) => replica))
        .slice(0, random.between(1, Math.max(1, Math.floor(replicas / 2))));
  return { kind: 'partition', from, until, side };
}

/** One direction of one link: between replicas, or between a client and a replica. */
function drawCut({ random, replicas, clients }: DrawScope, from: Nanoseconds): Fault {
  const until = from + drawSpan(random, 500 * millisecond, 2 * second, 6 * second);
  const ends: [NodeTarget, NodeTarget] =
    replicas === 1 || random.below(4) === 0
      ? [`client ${random.below(clients)}`, drawReplica(random, replicas)]
      : random.pick<[NodeTarget, NodeTarget]>([
          ['primary', 'backup'],
          ['primary', 'backup'],
          [0, 1],
          [replicas - 1, 0],
        ]);
  const [sender, receiver] = random.below(2) === 0 ? ends : ends.toReversed();
  return {
    kind: 'cut',
    from,
    until,
    sender: sender as NodeTarget,
    receiver: receiver as NodeTarget,
  };
}

/** Mostly the primary: that is whose absence is felt. */
function drawReplica(random: Random, replicas: number): ReplicaTarget {
  if (replicas === 1) return 0;
  return random.pick<ReplicaTarget>(['primary', 'primary', 'backup', random.below(replicas)]);
}
