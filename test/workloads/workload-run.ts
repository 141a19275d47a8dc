import { readStatus } from '../../harness/ledger/bodies.ts';
import { Ledger } from '../../harness/ledger/ledger.ts';
import { operationName, operations } from '../../harness/ledger/operations.ts';
import { accountStatusName, transferStatusName } from '../../harness/ledger/statuses.ts';
import type { JsonObject } from '../../harness/plan.ts';
import type { Request, WorkloadKind } from '../../harness/workload.ts';

/** A request with its place in the workload. */
export interface Placed {
  readonly stage: string;
  readonly index: number;
  readonly request: Request;
}

/** All requests of a workload with `load` requests of load, stage by stage. */
export function placedRequests(
  kind: WorkloadKind,
  seed: string,
  parameters: JsonObject,
  load: number,
): Placed[] {
  const workload = kind.open(seed, parameters);
  return kind.stages(parameters, load).flatMap(({ name, requests }) =>
    Array.from({ length: requests }, (_, index) => ({
      stage: name,
      index,
      request: workload.request(name, index),
    })),
  );
}

export function isCreate({ operation }: Request): boolean {
  return operation === operations.create_accounts || operation === operations.create_transfers;
}

export function statusName({ operation }: Request, status: number): string {
  const name = operation === operations.create_accounts ? accountStatusName : transferStatusName;
  return `${operationName(operation)} ${name(status)}`;
}

/** A ledger of its own, with a clock that goes on by 30 ms a request. */
export class LedgerRun {
  readonly ledger: Ledger;
  #timestamp: bigint;

  /** @param from when it begins, in ns since 1970 */
  constructor(bodySizeMax: number, from = 1_800_000_000_000_000_000n) {
    this.#timestamp = from;
    this.ledger = new Ledger({ messageBodySizeMax: bodySizeMax });
  }

  commit({ operation, body }: Pick<Request, 'operation' | 'body'>): Uint8Array {
    this.#timestamp += 30_000_000n;
    while (this.ledger.pulseNeeded(this.#timestamp)) {
      this.#timestamp += BigInt(this.ledger.timestamps(operations.pulse, new Uint8Array(0)));
      this.ledger.commit(operations.pulse, this.#timestamp, new Uint8Array(0));
    }
    this.#timestamp += BigInt(this.ledger.timestamps(operation, body)) + 1n;
    return this.ledger.commit(operation, this.#timestamp, body);
  }
}

/** What the request's events were answered with that the workload did not expect. */
export function unexpected(placed: Placed, reply: Uint8Array): string[] {
  const { stage, index, request } = placed;
  const found: string[] = [];
  for (let event = 0; event < request.events; event++) {
    const status = readStatus(reply, event);
    if (request.expected(event)?.has(status) !== false) continue;
    found.push(`${stage} ${index}, event ${event}: ${statusName(request, status)}`);
  }
  return found;
}
