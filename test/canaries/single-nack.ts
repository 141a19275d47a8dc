import { JoinViewQuorum } from '../../cluster/vsr/join-view-quorum.ts';
import { ViewChange } from '../../cluster/vsr/view-change.ts';
import { millisecond, second } from '../../harness/time.ts';
import { type Canary, firstPrimary, replicaWith } from './canary.ts';

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
  name: 'a view change drops an op because a single replica never saw it',
  caughtBy: 'durability',
  createReplica: replicaWith((core) => ({ viewChange: new SingleNack(core) })),
  // One backup misses what the primary and the other one commit, and then the primary is gone.
  faults: (random) => {
    const from = random.between(600 * millisecond, 1200 * millisecond);
    const until = from + random.between(50 * millisecond, 200 * millisecond);
    return [
      { kind: 'cut', sender: firstPrimary, receiver: 2, from, until: until + millisecond },
      {
        kind: 'crash',
        replica: firstPrimary,
        from: until,
        until: until + second,
        lost: [0, 1],
        torn: [0, 1],
      },
    ];
  },
};
