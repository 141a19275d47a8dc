import { type JoinView, JoinViewQuorum } from '../../cluster/vsr/join-view-quorum.ts';
import { ViewChange } from '../../cluster/vsr/view-change.ts';
import { type Canary, replicaWith } from './canary.ts';

class AnyLogViewQuorum extends JoinViewQuorum {
  /** The longest log, whatever view it is of. */
  protected override canonical(): readonly JoinView[] {
    const longest = Math.max(...this.votes.map((vote) => vote.op));
    return this.votes.filter((vote) => vote.op === longest).slice(0, 1);
  }
}

class AnyLogView extends ViewChange {
  protected override quorumOf(votes: readonly JoinView[]): JoinViewQuorum {
    const { pipelinePrepareQueueMax } = this.configuration;
    return new AnyLogViewQuorum(votes, this.parts.quorums, pipelinePrepareQueueMax);
  }
}

export const anyLogView: Canary = {
  name: 'any-log-view',
  bug: 'a view change takes the longest log, whatever view it is of',
  caughtBy: 'durability',
  orBy: ['panic', 'model', 'real-time-order'],
  createReplica: replicaWith((core) => ({ viewChange: new AnyLogView(core) })),
};
