import type { Fault } from '../harness/fault.ts';
import { millisecond, type Nanoseconds, second } from '../harness/time.ts';
import { absentMax, calmStretch } from './budget.ts';
import { type DrawScope, drawSpan, type Interval } from './draw-scope.ts';
import { networkFaults } from './network-faults.ts';
import { drawCrash, processFaults, slowAheadMax } from './process-faults.ts';

/**
 * What takes a replica out, one after the other: crashes, pauses, partitions, cuts, clogs. In
 * between the cluster has time to find a primary and to get on with its work.
 */
export function drawEpisodes(scope: DrawScope): Fault[] {
  const { random, until } = scope;
  const faults: Fault[] = [];
  let from = scope.from + random.between(second / 2, 2 * second);
  for (;;) {
    const episode = drawEpisode(scope, from);
    const end = Math.max(...episode.map((fault) => fault.until));
    if (end > until) return faults;
    faults.push(...episode);
    const torn = episode.some((fault) => fault.kind === 'crash' && fault.torn[0] > 0);
    const gap = torn ? calmStretch : millisecond;
    // The next one may begin with a disk that slows down ahead of its crash.
    from = end + gap + slowAheadMax + random.between(0, 3 * second);
  }
}

function drawEpisode(scope: DrawScope, from: Nanoseconds): readonly Fault[] {
  const { random, replicas } = scope;
  const lasting = (least: Nanoseconds): Interval => ({
    from,
    until: from + drawSpan(random, least, 2 * second, 6 * second),
  });
  switch (random.weighted([6, replicas === 1 ? 0 : 3, replicas === 1 ? 1 : 2, 2, 3])) {
    case 0:
      return drawCrashes(scope, lasting(second / 5));
    case 1:
      return withCompanion(scope, networkFaults.partition.draw(scope, lasting(second / 2)));
    case 2:
      return withCompanion(scope, networkFaults.cut.draw(scope, lasting(second / 2)));
    case 3:
      return withCompanion(scope, networkFaults.clogging.draw(scope, lasting(second / 5)));
    default:
      return withCompanion(scope, processFaults.pause.draw(scope, lasting(second / 20)));
  }
}

/** One, and where the cluster can do without two, sometimes the next primary after it. */
function drawCrashes(scope: DrawScope, interval: Interval): readonly Fault[] {
  const { random, replicas } = scope;
  const faults = processFaults.crash.draw(scope, interval);
  const crash = faults.at(-1);
  if (crash === undefined || absentMax(replicas) < 2 || random.below(3) > 0) return faults;
  return [...faults, { ...drawCrash(scope, during(scope, interval)), replica: 'primary' }];
}

/** Sometimes another replica goes down just when the cluster looks for its next primary. */
function withCompanion(scope: DrawScope, faults: readonly Fault[]): readonly Fault[] {
  const { random } = scope;
  const first = faults[0];
  if (first === undefined || random.below(3) > 0) return faults;
  const interval = during(scope, first);
  if (random.below(3) > 0) return [...faults, drawCrash(scope, interval)];
  return [...faults, ...processFaults.pause.draw(scope, interval)];
}

/** Begins within another interval and may outlast it. */
function during({ random }: DrawScope, { from, until }: Interval): Interval {
  const begin = from + random.below(until - from);
  return { from: begin, until: begin + drawSpan(random, second / 5, 2 * second, 6 * second) };
}
