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

function drawEpisode(scope: DrawScope, from: Nanoseconds): Fault[] {
  const { random, replicas } = scope;
  const alone = replicas === 1;
  switch (random.weighted([6, alone ? 0 : 3, alone ? 1 : 3, 2])) {
    case 0:
      return drawCrash(scope, from);
    case 1: {
      const partition = drawPartition(scope, from);
      const companion = random.below(4) === 0 ? [drawPause(scope, from)] : [];
      return [partition, ...companion];
    }
    case 2:
      return [drawCut(scope, from)];
    default:
      return [drawPause(scope, from)];
  }
}

function drawCrash(scope: DrawScope, from: Nanoseconds): Fault[] {
  const { random, replicas } = scope;
  const replica = drawReplica(random, replicas);
  const lost = random.pick<Ratio>([
    [0, 1],
    [1, 4],
    [1, 2],
    [1, 1],
  ]);
  const torn =
    replicas === 2
      ? ([0, 1] as const)
      : random.pick<Ratio>([
          [1, 2],
          [1, 1],
          [0, 1],
        ]);
  const until = from + drawSpan(random, 200 * millisecond, 2 * second, 6 * second);
  const faults: Fault[] = [{ kind: 'crash', from, until, replica, lost, torn }];
  // A crash is worth most while writes are under way: a disk that slows down ahead of it sees to that.
  if (random.below(4) > 0) {
    const ahead = random.between(100 * millisecond, slowAheadMax);
    const mean = random.between(20 * millisecond, 200 * millisecond);
    faults.push({ kind: 'slow-disk', from: from - ahead, until: from, replica, mean });
  }
  if (absentMax(replicas) > 1 && random.below(3) === 0) {
    const other = from + random.below(until - from);
    faults.push({ kind: 'crash', from: other, until, replica: 'primary', lost, torn });
  }
  if (random.below(4) === 0) faults.push({ ...drawPause(scope, from), until });
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
