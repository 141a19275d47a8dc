import type { Request, Workload } from './workload.ts';

/** All of the main job's bodies; of a long run's as many as fit, and the others are made again. */
const bytesMax = 16 * 1024 * 1024;

/**
 * A workload that keeps what it made: making a request is dear, and several checkers, the run and
 * its tally each ask for all of them.
 */
export class RememberedRequests implements Workload {
  readonly #workload: Workload;
  readonly #stages = new Map<string, Map<number, Request>>();
  #bytes = 0;

  /** The workload itself, where it remembers already. */
  static of(workload: Workload): RememberedRequests {
    return workload instanceof RememberedRequests ? workload : new RememberedRequests(workload);
  }

  private constructor(workload: Workload) {
    this.#workload = workload;
  }

  request(stage: string, index: number): Request {
    let known = this.#stages.get(stage);
    if (known === undefined) {
      known = new Map();
      this.#stages.set(stage, known);
    }
    const remembered = known.get(index);
    if (remembered !== undefined) return remembered;
    const request = this.#workload.request(stage, index);
    if (this.#bytes + request.body.length <= bytesMax) {
      this.#bytes += request.body.length;
      known.set(index, request);
    }
    return request;
  }
}
