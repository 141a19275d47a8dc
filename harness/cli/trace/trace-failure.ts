import type { Story } from '../../../reports/story/story.ts';
import type { Evidence } from '../../checkers/checker.ts';
import { EvidenceNotes } from '../../checkers/evidence-notes.ts';
import type { Trace } from '../../crossing.ts';
import type { History, HistoryEvent } from '../../history.ts';
import { nodeCount } from '../../plan.ts';
import type { RunOptions } from '../../run.ts';
import type { Tracer } from '../../tracer.ts';
import { openCluster } from '../clusters.ts';
import { recordInMemory } from '../record-in-memory.ts';
import { CrossingTracer } from './crossing-tracer.ts';

/** A run that took longer than this is not run once more for its report. */
export const secondsMax = 30;

/**
 * Runs a failed plan once more, up to where the violation shows, and keeps the messages that have
 * to do with it. Null where the run goes otherwise this time, so that they would be another's.
 * @param open opens another cluster than the plan describes: one with a planted bug, say
 */
export async function traceFailure(
  evidence: Evidence,
  story: Story,
  signal: AbortSignal,
  open: RunOptions['open'] = openCluster,
): Promise<Trace | null> {
  const { plan, workload, history } = evidence;
  const crossings = new CrossingTracer({
    replicas: nodeCount(plan.cluster),
    ops: new Set(story.involved.ops),
    requests: new Set(requestsOf(evidence, story)),
  });
  const stop = new AbortController();
  const follower = new Follower(history, story, crossings, () => stop.abort());
  const either = AbortSignal.any([signal, stop.signal]);
  await recordInMemory(plan, workload, either, open, follower);
  return follower.same && !signal.aborted ? crossings.trace() : null;
}

/** Every request that is involved, or that became an op that is; as `CrossingTracer` names them. */
function* requestsOf(evidence: Evidence, { involved }: Story): Generator<string> {
  const { history } = evidence;
  const clients: number[] = [];
  for (const event of history.events) {
    if (event.kind === 'session') clients[event.session] = event.client;
  }
  const { commits } = EvidenceNotes.of(evidence);
  const done = involved.ops.map((op) => history.events[commits.first.get(op) ?? -1]);
  const asked = done.filter((event) => event?.kind === 'commit');
  for (const { session, request } of [...involved.requests, ...asked]) {
    yield `${clients[session] ?? -1}/${request}`;
  }
}

/** Holds the second run against the first, and stops it where the violation is complete. */
class Follower implements Tracer {
  same = true;
  readonly #history: History;
  readonly #crossings: CrossingTracer;
  readonly #stop: () => void;
  readonly #last: number;
  #position = 0;

  constructor(history: History, story: Story, crossings: CrossingTracer, stop: () => void) {
    const { positions } = story.involved;
    this.#history = history;
    this.#crossings = crossings;
    this.#stop = stop;
    const untilEnd = positions.length === 0 || story.checker === 'liveness';
    this.#last = untilEnd ? history.events.length - 1 : Math.max(...positions);
  }

  onPassage: NonNullable<Tracer['onPassage']> = (passage) => {
    if (this.#position <= this.#last) this.#crossings.onPassage(passage);
  };

  onEvent(event: HistoryEvent): void {
    const first = this.#history.events[this.#position];
    if (this.#position > this.#last) return;
    this.same &&= first?.kind === event.kind && first.time === event.time;
    this.#crossings.onEvent(event);
    this.#position += 1;
    if (this.#position > this.#last || !this.same) this.#stop();
  }
}
