import { Random } from '../random.ts';

/** The size of a run. */
export interface Shape {
  readonly replicas: number;
  readonly standbys: number;
  readonly clients: number;
  readonly requests: number;
  /** How many times as far apart as usual requests fall due: the more time for faults. */
  readonly pace: number;
  /** Of the journal: with few of them there are checkpoints, and it wraps. */
  readonly slots: number;
}

const requestsMean = 96;

/**
 * The shape of one run of a swarm: 1 to 6 replicas, up to 6 standbys, 1 to 8 clients, 96 requests
 * as VOPR's runs have (facts 1.3), some of them hurried and some spread over many faults; each
 * unless `given` has it.
 */
export function drawShape(seed: string, given: Partial<Shape>): Shape {
  const random = Random.fromSeed(seed).fork('swarm shape');
  const drawn = {
    replicas: random.between(1, 6),
    // Each is as much work as a replica, and has much less to say.
    standbys: random.fork('standbys').pick([0, 0, 0, 1, 2, 6]),
    clients: random.between(1, 8),
    requests: requestsMean,
    pace: random.pick([1, 1, 2, 4, 8]),
    slots: random.pick([64, 64, 128, 256]),
  };
  return { ...drawn, ...given };
}
