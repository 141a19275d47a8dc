import { JoinViewQuorum } from '../../cluster/vsr/join-view-quorum.ts';
import { ViewChange } from '../../cluster/vsr/view-change.ts';
import { type Canary, replicaWith } from './canary.ts';

class SingleNackQuorum extends JoinViewQuorum {
  #asked = 0;

  /** Asked of one op after the other; the first is certainly committed, and nobody doubts it. */
  protected override truncates(nacks: number): boolean {
    this.#asked += 1;
    return this.#asked > 1 && nacks > 0;
  }
}

class SingleNack extends ViewChange {
  protected override quorumOf(
    votes: Parameters<ViewChange['quorumOf']>[0],
  ): ReturnType<ViewChange['quorumOf']> {
    const { pipelinePrepareQueueMax } = this.configuration;
    return new SingleNackQuorum(votes, this.parts.quorums, pipelinePrepareQueueMax);
  }
}

export const singleNack: Canary = {
  name: 'single-nack',
  bug: 'a view change drops an op because a single replica never saw it',
  caughtBy: 'durability',
  orBy: ['panic', 'model', 'convergence', 'real-time-order'],
  createReplica: replicaWith((core) => ({ viewChange: new SingleNack(core) })),
};
