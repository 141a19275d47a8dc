import { assert } from '../../harness/assert.ts';
import type { Random, Ratio } from '../../harness/random.ts';
import { millisecond, type Nanoseconds } from '../../harness/time.ts';

/** Requests for prepares on their way to a peer: more would only fill its queues. */
export const inFlightMax = 2;

/** A request that was not answered for so long is made again, to whomever. */
const expiry = 500 * millisecond;

/** Shorter than any way there and back, so that whoever was never asked is asked first. */
const latencyInitial = millisecond;

/** So often another peer is asked than the quickest, who may be gone, or have nothing. */
const experiment: Ratio = [1, 10];

/** Which prepares were asked for, of whom, and how long each peer takes to answer. */
export interface RepairBudget {
  /** By op. */
  readonly requested: Map<number, Requested>;
  /** By replica: a moving average. */
  readonly latencies: Nanoseconds[];
}

interface Requested {
  readonly at: Nanoseconds;
  /** Null where all were asked at once. */
  readonly peer: number | null;
}

export function createRepairBudget(replicaCount: number): RepairBudget {
  const latencies = Array.from({ length: replicaCount }, () => latencyInitial);
  return { requested: new Map(), latencies };
}

/** Whom to ask next: mostly the quickest of those that have not enough to do; null for nobody. */
export function choosePeer(budget: RepairBudget, self: number, random: Random): number | null {
  const { requested, latencies } = budget;
  const inFlight = latencies.map(() => 0);
  for (const { peer } of requested.values()) {
    if (peer !== null) inFlight[peer] = (inFlight[peer] as number) + 1;
  }
  const free = [...latencies.keys()].filter(
    (peer) => peer !== self && (inFlight[peer] as number) < inFlightMax,
  );
  if (free.length === 0) return null;
  if (random.chance(experiment)) return random.pick(free);
  const quicker = (a: number, b: number): number =>
    (latencies[b] as number) < (latencies[a] as number) ? b : a;
  return free.reduce(quicker);
}

/** It has come, from whomever. */
export function onRepaired(budget: RepairBudget, op: number, now: Nanoseconds): void {
  const request = budget.requested.get(op);
  if (request === undefined) return;
  budget.requested.delete(op);
  measure(budget, request, now);
}

/** Lets go of what was never answered, and of what nobody wants any more. */
export function expire(
  budget: RepairBudget,
  now: Nanoseconds,
  wanted: (op: number) => boolean,
): void {
  for (const [op, request] of budget.requested) {
    if (!wanted(op)) {
      budget.requested.delete(op);
    } else if (now - request.at >= expiry) {
      budget.requested.delete(op);
      measure(budget, request, request.at + expiry);
    }
  }
}

function measure(budget: RepairBudget, { at, peer }: Requested, now: Nanoseconds): void {
  assert(now >= at, 'an answer follows its request');
  if (peer === null) return;
  const before = budget.latencies[peer] as number;
  budget.latencies[peer] = Math.floor((4 * before + (now - at)) / 5);
}
