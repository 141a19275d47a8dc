import type { Json, JsonObject, StageRole } from './plan.ts';

/** One message's worth of work. */
export interface Request {
  readonly operation: number;
  /** Exactly what goes behind the header: events, and the trailer where the operation has one. */
  readonly body: Uint8Array;
  /** How many events the body holds. */
  readonly events: number;
  /**
   * The statuses that event `event` may be answered with, whatever came before it; null where
   * anything goes (look-ups and queries too). An independent check on the model: it is derived from
   * the plan alone.
   */
  expected(event: number): ReadonlySet<number> | null;
}

/**
 * What is asked of a cluster. A request is a pure function of (seed, stage, index): no state is
 * carried, so a history needs no bodies, and any request can be dropped.
 */
export interface Workload {
  /** @throws AssertionError for a stage that the workload does not have. */
  request(stage: string, index: number): Request;
}

/** How many requests each stage has, in the order in which the stages run. */
export interface StageSize {
  readonly name: string;
  readonly requests: number;
  /** `setup` comes before the load; `load` is spread over the run; `settle` is the last look. */
  readonly role: StageRole;
}

/** One parameter of a workload, as people are told about it. */
export interface ParameterDescription {
  readonly name: string;
  /** What it decides: a phrase that ends with a full stop. */
  readonly purpose: string;
  readonly default: Json;
  /** What it may be; completes the sentence "It must be …": "a whole number from 1 to 1000". */
  readonly range: string;
}

/**
 * A workload: an entry of the catalogue, or what a module of your own exports as `workload`, for
 * `vivarium run ./mine.mjs`.
 */
export interface WorkloadKind {
  readonly name: string;
  /** One sentence: what it is for. */
  readonly purpose: string;
  /**
   * All there are; a plan gives a value to each. Two follow from the cluster, where they are asked
   * for: `bodySizeMax` (bytes of a request's or reply's body) and `epoch` (the beginning of the run
   * in nanoseconds since 1970, as decimal digits).
   */
  readonly parameters: readonly ParameterDescription[];
  /** The stages for `requests` requests of load. */
  stages(parameters: JsonObject, requests: number): readonly StageSize[];
  /**
   * @param parameters all of them, as in a plan
   * @throws WorkloadError naming the parameter, where one is wrong
   */
  open(seed: string, parameters: JsonObject): Workload;
}

/** Every parameter of a workload with its default. */
export function defaultsOf(kind: Pick<WorkloadKind, 'parameters'>): JsonObject {
  return Object.fromEntries(
    kind.parameters.map((parameter) => [parameter.name, parameter.default]),
  );
}

/** A parameter that a workload cannot use; the message says what it should be. */
export class WorkloadError extends Error {
  override name = 'WorkloadError';
  /** Its name, with dots into what is inside ("requests.query_accounts"); null for none alone. */
  readonly parameter: string | null;

  constructor(message: string, parameter: string | null = null) {
    super(message);
    this.parameter = parameter;
  }
}
