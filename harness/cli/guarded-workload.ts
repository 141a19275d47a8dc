import { headerSize } from '../environment.ts';
import { countEvents, isRequestName } from '../ledger/bodies.ts';
import { Ledger } from '../ledger/ledger.ts';
import { operationName } from '../ledger/operations.ts';
import type { Plan } from '../plan.ts';
import {
  type Request,
  type StageSize,
  type Workload,
  WorkloadError,
  type WorkloadKind,
} from '../workload.ts';
import { usageError } from './usage.ts';
import { asUser, userMistake } from './user-mistake.ts';

/** What the journal of the largest plan holds, with room for pulses and registrations. */
const requestsMax = 400_000;

/** A workload that a user wrote: their mistakes in sizing and opening it become sentences. */
export function guardedKind(kind: WorkloadKind, file: string): WorkloadKind {
  const { name, purpose, parameters } = kind;
  return {
    name,
    purpose,
    parameters,
    stages: (given, requests) =>
      checkedStages(
        asUser(file, 'stages() failed', () => kind.stages(given, requests)),
        file,
      ),
    open: (seed, given) => {
      try {
        return kind.open(seed, given);
      } catch (error) {
        // By its name: the module may have got hold of another copy of the package.
        if (!(error instanceof Error) || error.name !== 'WorkloadError') {
          throw userMistake(file, 'open() failed', error);
        }
        const { parameter } = error as Partial<WorkloadError>;
        throw new WorkloadError(error.message, parameter ?? null);
      }
    },
  };
}

const roles: readonly unknown[] = ['setup', 'load', 'settle'];

function checkedStages(sizes: readonly StageSize[], file: string): readonly StageSize[] {
  if (!Array.isArray(sizes) || sizes.length === 0) {
    throw usageError(`${file}: stages() must return a list of { name, requests, role }.`);
  }
  let sum = 0;
  sizes.forEach(({ name, requests, role }: StageSize, position) => {
    const place = `${file}: what stages() returns as stage ${position}`;
    if (typeof name !== 'string' || name === '') throw usageError(`${place} must have a name.`);
    if (sizes.findIndex((other) => other.name === name) < position) {
      throw usageError(`${place} is called "${name}" like an earlier one: names must differ.`);
    }
    if (!roles.includes(role)) throw usageError(`${place} must be setup, load or settle.`);
    if (!Number.isSafeInteger(requests) || requests < 0) {
      throw usageError(`${place} must have a whole number of requests, not ${String(requests)}.`);
    }
    if (role !== 'settle' && sizes[position - 1]?.role === 'settle') {
      throw usageError(`${place} must stand before the stages that settle.`);
    }
    sum += requests;
  });
  if (sum <= requestsMax) return sizes;
  throw usageError(`${file}: stages() asks for ${sum} requests; a run holds ${requestsMax}.`);
}

/** The requests of a workload that a user wrote, each held against what a request is. */
export class GuardedWorkload implements Workload {
  readonly #workload: Workload;
  readonly #file: string;
  /** Asked only which bodies are valid. */
  readonly #ledger: Ledger;
  readonly #bodySizeMax: number;

  constructor(workload: Workload, file: string, plan: Plan) {
    if (typeof (Object(workload) as Partial<Workload>).request !== 'function') {
      throw usageError(`${file}: open() must return an object with a function request().`);
    }
    this.#workload = workload;
    this.#file = file;
    this.#bodySizeMax = plan.cluster.configuration.messageSizeMax - headerSize;
    this.#ledger = new Ledger({ messageBodySizeMax: this.#bodySizeMax });
  }

  request(stage: string, index: number): Request {
    const which = `request ${index} of stage "${stage}"`;
    const made = asUser(this.#file, `${which} cannot be made`, () =>
      this.#workload.request(stage, index),
    );
    const { operation, body, events, expected } = Object(made) as Partial<Request>;
    const wrong = (what: string): Error => usageError(`${this.#file}: ${which} ${what}.`);
    if (typeof operation !== 'number' || operationName(operation).startsWith('operation ')) {
      throw wrong('has no operation: take one of "operations"');
    }
    if (!(body instanceof Uint8Array)) throw wrong('has no body: make one with encodeBatch()');
    const name = operationName(operation);
    if (!isRequestName(name) || !this.#ledger.valid(operation, body)) {
      throw wrong(
        `is not a valid ${name} of at most ${this.#bodySizeMax} bytes, ` +
          'its reply included: make its body with encodeBatch()',
      );
    }
    const held = countEvents(operation, body);
    if (events !== held) throw wrong(`says that it has ${events} events, and it has ${held}`);
    if (typeof expected !== 'function') throw wrong('has no function expected()');
    return { operation, body, events, expected: (event) => this.#expected(made, which, event) };
  }

  #expected(request: Request, which: string, event: number): ReadonlySet<number> | null {
    const action = `what ${which} expects of event ${event} is unknown`;
    const statuses = asUser(this.#file, action, () => request.expected(event));
    if (statuses === null || statuses instanceof Set) return statuses;
    throw usageError(`${this.#file}: expected() of ${which} must return a Set or null.`);
  }
}
