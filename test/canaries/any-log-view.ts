import { type JoinView, JoinViewQuorum } from '../../cluster/vsr/join-view-quorum.ts';
import { ViewChange } from '../../cluster/vsr/view-change.ts';
import { type Canary, replicaWith } from './canary.ts';

class AnyLogViewQuorum extends JoinViewQuorum {
  protected override canonical(): readonly JoinView[] {
    return this.votes;
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
  bug: 'a view change takes logs of all views for one',
  caughtBy: 'durability',
  orBy: ['panic', 'model', 'real-time-order'],
  createReplica: replicaWith((core) => ({ viewChange: new AnyLogView(core) })),
};
