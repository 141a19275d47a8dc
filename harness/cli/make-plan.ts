import { headerSize } from '../environment.ts';
import { type Fault, slotsPerChunk } from '../fault.ts';
import type {
  ClusterShape,
  Expectation,
  JsonObject,
  Plan,
  Stage,
  WorkloadModule,
} from '../plan.ts';
import { microsecond, millisecond, type Nanoseconds, second } from '../time.ts';
import { defaultsOf, type StageSize, type WorkloadKind } from '../workload.ts';

/** What a run is, as someone asks for it; everything else follows. */
export interface RunSettings {
  readonly seed: string;
  readonly workload: WorkloadKind;
  /** Where it came from, where a user wrote it. */
  readonly module?: WorkloadModule | null;
  /** Those that were asked for; the others are the workload's defaults. */
  readonly parameters?: JsonObject;
  readonly replicas: number;
  readonly standbys?: number;
  /** Of the journal; a few for each replica where it is left out. */
  readonly slots?: number | undefined;
  readonly clients: number;
  /** Of load; what sets the stage and what looks at the end come on top. */
  readonly requests: number;
  /** What the faults leave to expect of it; `recover` where it is left out. */
  readonly expect?: Expectation;
  /** The span in which the load falls due. */
  readonly over: Nanoseconds;
}

/** One request of load falls due every 32 ms: 2,000 of them are spread over 64 s. */
export const requestInterval: Nanoseconds = 32 * millisecond;

/** As many as one run may have. */
export const requestsMax = 100_000;
export const overMax: Nanoseconds = requestsMax * requestInterval;

/** Shorter than this there is no time for a fault to strike and be survived. */
export const overMin: Nanoseconds = 2 * second;

/** Faults begin when the first sessions are registered, and the load has begun. */
const calm: Nanoseconds = second / 2;

/** After the load's planned end: late requests still run under faults, then all is healed. */
const lateness: Nanoseconds = second;

/** How long a healed cluster may take to answer: several view changes, and repair after them. */
const livenessBound: Nanoseconds = 20 * second;

/** Header and body: an eighth of production's, which is enough for what is simulated. */
const messageSizeMax = 131_072;

/** Midnight of 2026-01-01 UTC in ns since 1970: fixed, so that nothing depends on today. */
const epoch = '1767225600000000000';

/** When faults may strike in a run of these settings. */
export function faultWindow(over: Nanoseconds): { from: Nanoseconds; until: Nanoseconds } {
  return { from: calm, until: over + lateness };
}

/** The complete plan: equal for equal settings, everywhere and always. */
export function makePlan(settings: RunSettings, faults: readonly Fault[]): Plan {
  const { seed, workload, clients, requests, over, expect } = settings;
  const parameters = fittedParameters(workload, settings.parameters ?? {});
  const sizes = workload.stages(parameters, requests);
  return {
    vivarium: 'plan',
    version: 1,
    seed,
    cluster: clusterShape(settings),
    workload: {
      name: workload.name,
      ...(settings.module && { module: settings.module }),
      parameters,
      clients,
      stages: spread(sizes, over),
    },
    faults,
    ...(expect === 'do-not-lie' && { expect }),
    healAt: faultWindow(over).until,
    livenessBound,
  };
}

/** What a workload has to know of the cluster, where it asks for it. */
const fitted: JsonObject = { bodySizeMax: messageSizeMax - headerSize, epoch };

/** The parameters that nobody can ask for: they follow from the cluster. */
export const fittedNames: readonly string[] = Object.keys(fitted);

/** All parameters: what was asked for, the defaults of the others, and what the cluster decides. */
export function fittedParameters(workload: WorkloadKind, given: JsonObject): JsonObject {
  const defaults = defaultsOf(workload);
  const needed = Object.entries(fitted).filter(([name]) => name in defaults);
  return { ...defaults, ...given, ...Object.fromEntries(needed) };
}

/** Stages of load share the span by their sizes; the others go as fast as they are answered. */
function spread(sizes: readonly StageSize[], over: Nanoseconds): Stage[] {
  const load = sizes
    .filter(({ role }) => role === 'load')
    .reduce((sum, { requests }) => sum + requests, 0);
  return sizes.map(({ name, role, requests }) => ({
    name,
    role,
    requests: requests === 0 ? [] : [[0, requests]],
    every: role === 'load' ? Math.floor(over / load) : 0,
  }));
}

/** Machines in a data centre. */
function clusterShape(settings: RunSettings): ClusterShape {
  const { replicas, standbys = 0, slots = slotsFor(replicas) } = settings;
  return {
    kind: 'simulated',
    replicas,
    ...(standbys > 0 && { standbys }),
    configuration: {
      messageSizeMax,
      journalSlotCount: slots,
      pipelinePrepareQueueMax: 8,
      pipelineRequestQueueMax: 64,
      clientsMax: 64,
      clockSynchronizationWindowMin: 200 * millisecond,
      lsmCompactionOps: 8,
    },
    epoch,
    network: {
      latencyMin: 100 * microsecond,
      latencyMean: 150 * microsecond,
      loss: [0, 1],
      duplication: [0, 1],
    },
    storage: {
      readMin: 50 * microsecond,
      readMean: 50 * microsecond,
      writeMin: 50 * microsecond,
      writeMean: 100 * microsecond,
    },
  };
}

/**
 * As small as can be, so that a run wraps it again and again and a replica that was away for a
 * second must catch up by state sync; and so large that there are chunks for faults to choose from.
 */
function slotsFor(replicas: number): number {
  return Math.max(3, replicas + 1) * slotsPerChunk;
}
