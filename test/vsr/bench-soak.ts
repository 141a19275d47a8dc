import { quorumSizes } from '../../cluster/vsr/quorums.ts';
import type { Replica, ReplicaOptions } from '../../cluster/vsr/replica.ts';
import { Random } from '../../harness/random.ts';
import { millisecond, second } from '../../harness/time.ts';
import { Bench } from './bench.ts';

export interface SoakOptions {
  readonly seed: string;
  readonly replicas?: number;
  readonly create?: (options: ReplicaOptions) => Replica;
  readonly steps?: number;
}

/**
 * A cluster under everything at once, and then healed: throws where something that was promised is
 * broken. In each replication quorum one whole copy of every prepare survives.
 */
export function soak(options: SoakOptions): Bench {
  const random = Random.fromSeed(`soak ${options.seed}`);
  const replicas = options.replicas ?? random.between(1, 6);
  const bench = new Bench({
    seed: options.seed,
    replicas,
    clients: random.between(1, 5),
    clientsMax: random.between(2, 8),
    // The least there can be, so that it wraps several times; or more than a soak fills.
    slots: random.pick([32, 32, 64, 512]),
    ...(options.create === undefined ? {} : { create: options.create }),
  });
  weather(bench, random);
  bench.request(random.between(5, 60));
  const flipsMax = quorumSizes(replicas).replication - 1;
  const pace = random.pick([
    [2, 10, 40],
    [20, 100, 400, 1500],
    [5, 50, 2500],
  ]);
  const steps = options.steps ?? random.between(5, 60);
  for (let step = 0; step < steps; step++) {
    act(bench, random, flipsMax);
    bench.run(random.pick(pace) * millisecond);
  }
  bench.request(3);
  if (!bench.settle(90 * second)) throw new Error(`no end: ${bench.describe()}`);
  return bench;
}

function weather(bench: Bench, random: Random): void {
  bench.loss = random.pick([
    [0, 1],
    [1, 100],
    [1, 10],
    [1, 4],
  ]);
  bench.duplication = random.pick([
    [0, 1],
    [1, 20],
  ]);
  bench.corruption = random.pick([
    [0, 1],
    [1, 200],
  ]);
  bench.latencyMean = random.pick([1, 5, 30]) * millisecond;
  bench.writeMean = random.pick([1, 10, 60]) * millisecond;
}

function act(bench: Bench, random: Random, flipsMax: number): void {
  const primary = bench.primary();
  // Most of what is subtle happens around a primary.
  const aimed = primary >= 0 && random.below(2) === 0;
  const replica = aimed ? primary : random.below(bench.replicaCount);
  const node = bench.node(replica);
  const other = random.below(bench.replicaCount);
  switch (random.below(14)) {
    case 0:
    case 1:
      if (node.replica === null) bench.start(replica);
      else bench.stop(replica, random.pick(ratios), random.pick(ratios));
      break;
    case 2:
      for (let all = 0; all < bench.replicaCount; all++) {
        if (bench.node(all).replica === null) bench.start(all);
      }
      break;
    case 3:
      // All of them at once, now and then.
      if (random.below(3) > 0) break;
      for (let all = 0; all < bench.replicaCount; all++) {
        if (bench.node(all).replica !== null) bench.stop(all, [1, 2], [1, 2]);
      }
      for (let all = 0; all < bench.replicaCount; all++) bench.start(all);
      break;
    case 4:
      bench.isolate(replica);
      break;
    case 5:
      bench.cuts.add(`${replica}>${other}`);
      if (random.below(2) === 0) bench.cuts.add(`${other}>${replica}`);
      break;
    case 6:
      bench.cuts.clear();
      break;
    case 7:
      weather(bench, random);
      break;
    case 8:
      if (node.paused) bench.resume(replica);
      else if (node.replica !== null && random.below(2) === 0) bench.pause(replica);
      break;
    case 9:
      node.clockOffset = BigInt(random.between(-3000, 3000)) * BigInt(millisecond);
      break;
    case 10:
      // It goes on alone for a moment: what it prepares now, the others never see.
      bench.isolate(replica);
      bench.run(random.between(1, 30) * millisecond);
      if (node.replica !== null) bench.stop(replica, [0, 1], [0, 1]);
      bench.cuts.clear();
      break;
    case 11:
      // A majority without it changes the view; then it comes back with what it has.
      bench.isolate(replica);
      bench.run(random.between(500, 4000) * millisecond);
      bench.cuts.clear();
      break;
    default:
      flip(bench, random, flipsMax);
  }
}

const ratios = [
  [0, 1],
  [1, 3],
  [1, 1],
] as const;

/**
 * The copies of an op that may go bad are few, and on other replicas for each op. Of each only one
 * ring is hit: with both gone at its head a replica cannot vote, and several such have no way out.
 */
function flip(bench: Bench, random: Random, flipsMax: number): void {
  const ops = bench.log.size;
  if (flipsMax === 0 || ops === 0) return;
  for (let count = random.below(6); count > 0; count--) {
    const op = Math.max(1, ops - random.below(random.pick([6, ops])));
    const slot = op % bench.configuration.journalSlotCount;
    const replica = (slot + random.below(flipsMax)) % bench.replicaCount;
    const zone = slot % 3 === 0 ? 'journal-headers' : 'journal-prepares';
    bench.corrupt(replica, zone, op);
  }
}
