import type { Fault } from './fault.ts';
import type { Ratio } from './random.ts';
import type { Nanoseconds } from './time.ts';

/** Any value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** An object of JSON: the parameters of a workload, for one. */
export type JsonObject = { readonly [key: string]: Json };

/**
 * All that will happen, as one JSON value. It is complete before anything starts, and running the
 * same plan again gives the same history.
 */
export interface Plan {
  readonly vivarium: 'plan';
  readonly version: 1;
  /** Any text. Everything that is drawn while the plan runs is drawn from forks of it. */
  readonly seed: string;
  readonly cluster: ClusterShape;
  readonly workload: WorkloadPlan;
  readonly faults: readonly Fault[];
  /** What the faults leave to expect of the cluster; `recover` where it is absent. */
  readonly expect?: Expectation;
  /** When all faults are lifted and every replica is brought back. */
  readonly healAt: Nanoseconds;
  /** How long after `healAt`, or after it was due if later, a request may take to be answered. */
  readonly livenessBound: Nanoseconds;
}

/**
 * `recover`: after healing, everything is answered and all replicas agree. `do-not-lie`: more may be
 * broken than a cluster can survive; it may stop, but what it answers is right.
 */
export type Expectation = (typeof expectations)[number];

export const expectations = ['recover', 'do-not-lie'] as const;

interface WorkloadPlan {
  /** Its name: in the catalogue, or in its module. */
  readonly name: string;
  /** Where a workload that a user wrote was read from; absent for those of the catalogue. */
  readonly module?: WorkloadModule;
  /** Every parameter, the defaults written out. */
  readonly parameters: JsonObject;
  /** Request i of a stage belongs to client i mod `clients`, each with one request in flight. */
  readonly clients: number;
  /** Run one after the other: a stage begins when all requests of the one before are answered. */
  readonly stages: readonly Stage[];
}

/** The file of a workload that a user wrote. */
export interface WorkloadModule {
  /** From the folder in which the run was asked for; with slashes on every system. */
  readonly path: string;
  /** Of the file's bytes, as hexadecimal digits. What it imports is not covered. */
  readonly sha256: string;
}

export type StageRole = 'setup' | 'load' | 'settle';

/** A part of the load; the next one begins when all of its requests are answered. */
export interface Stage {
  readonly name: string;
  /** `settle` waits for healing; `setup` and `load` run under faults. */
  readonly role: StageRole;
  /** The indexes to send, as half-open ranges in ascending order: what a shrinker cuts away. */
  readonly requests: readonly (readonly [from: number, until: number])[];
  /**
   * Request i falls due i times this after the stage begins (0: all at once): to leave out some of
   * them moves none of the others.
   */
  readonly every: Nanoseconds;
}

/** How long a stage's requests take to fall due, the interval behind the last one included. */
export function spanOf({ requests, every }: Stage): Nanoseconds {
  return every * (requests.at(-1)?.[1] ?? 0);
}

/** How many requests stages have in all. */
export function requestCount(stages: readonly Stage[]): number {
  let count = 0;
  for (const { requests } of stages) for (const [from, until] of requests) count += until - from;
  return count;
}

/** Replicas and standbys. */
export function nodeCount({ replicas, standbys = 0 }: ClusterShape): number {
  return replicas + standbys;
}

/** What is run. Virtual time for `simulated`, real time for the other two. */
export interface ClusterShape {
  readonly kind: 'simulated';
  readonly replicas: number;
  /** Nodes behind them that replicate, but neither acknowledge nor vote: 0 to 6, 0 where absent. */
  readonly standbys?: number;
  readonly configuration: ReplicaConfiguration;
  /**
   * What messages and data files are sealed with: TigerBeetle's checksum, or (where this is absent)
   * a much faster one that finds the same faults. The history is the same with either.
   */
  readonly checksum?: 'aegis-128l';
  /** The wall clock at the beginning of the run: nanoseconds since 1970, as decimal digits. */
  readonly epoch: string;
  readonly network: NetworkWeather;
  readonly storage: StorageWeather;
}

/** The ordinary weather of every link, before any fault. Latency is minimum + exponential(mean). */
export interface NetworkWeather {
  readonly latencyMin: Nanoseconds;
  readonly latencyMean: Nanoseconds;
  readonly loss: Ratio;
  readonly duplication: Ratio;
}

/** The ordinary speed of every disk. Latency is minimum + exponential(mean). */
export interface StorageWeather {
  readonly readMin: Nanoseconds;
  readonly readMean: Nanoseconds;
  readonly writeMin: Nanoseconds;
  readonly writeMean: Nanoseconds;
}

/** Sizes of a replica, TigerBeetle's names. Time-outs are the replica's own, in ticks. */
export interface ReplicaConfiguration {
  /** Header and body, in bytes; a multiple of the sector. 1 MiB in production. */
  readonly messageSizeMax: number;
  /** Prepares that the journal holds; how far apart checkpoints are follows. 1024 in production. */
  readonly journalSlotCount: number;
  /** Prepares under way at once. 8 in production. */
  readonly pipelinePrepareQueueMax: number;
  /** Requests that wait behind the pipeline. */
  readonly pipelineRequestQueueMax: number;
  /** Sessions; one more evicts the one that has been idle longest. 64 in production. */
  readonly clientsMax: number;
  /** How long replicas compare their clocks before they may agree; 2 s where it is absent. */
  readonly clockSynchronizationWindowMin?: Nanoseconds;
  /**
   * How many ops behind a checkpoint's op the checkpoint is due: in that time its blocks are
   * written (and TigerBeetle compacts its trees). 32 where it is absent, as in production.
   */
  readonly lsmCompactionOps?: number;
  /** A block of the grid: header and body, in bytes; a multiple of the sector. Else a sector. */
  readonly blockSize?: number;
}
