/** What failed in a run, and the sentence about it. */
export interface Failure {
  /**
   * A checker's name, or `panic` where a replica stopped by itself; of a swarm also `determinism`,
   * `crash` (of the process) or `hang`.
   */
  readonly by: string;
  readonly why: string;
}
