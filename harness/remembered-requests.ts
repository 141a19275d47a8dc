import type { Request, Workload } from './workload.ts';

/** All of the main job's requests fit. */
const bytesMax = 16 * 1024 * 1024;

/** What a request takes besides its body, about. */
const overhead = 512;

/**
 * A workload that keeps what it made, because making a request is dear, and the run, the walk over
 * its log and its tally each ask for all of them. Of a run whose requests take more room it keeps
 * none: by the time it is asked again for one, the few that fit are other ones.
 */
export class RememberedRequests implements Workload {
  readonly #workload: Workload;
  #stages: Map<string, Map<number, Request>> | null = new Map();
  #bytes = 0;

  /** The workload itself, where it remembers already. */
  static of(workload: Workload): RememberedRequests {
    return workload instanceof RememberedRequests ? workload : new RememberedRequests(workload);
  }

  private constructor(workload: Workload) {
    this.#workload = workload;
  }

  request(stage: string, index: number): Request {
    if (this.#stages === null) return this.#workload.request(stage, index);
    let known = this.#stages.get(stage);
    if (known === undefined) {
      known = new Map();
      this.#stages.set(stage, known);
    }
    const remembered = known.get(index);
    if (remembered !== undefined) return remembered;
    const request = this.#workload.request(stage, index);
    this.#bytes += request.body.length + overhead;
    if (this.#bytes <= bytesMax) known.set(index, request);
    else this.#stages = null;
    return request;
  }
}
