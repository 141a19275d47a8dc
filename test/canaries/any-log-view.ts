import { type JoinView, JoinViewQuorum } from '../../cluster/vsr/join-view-quorum.ts';
import { ViewChange } from '../../cluster/vsr/view-change.ts';
import { type Canary, replicaWith } from './canary.ts';

class AnyLogViewQuorum extends JoinViewQuorum {
  protected override canonical(): readonly JoinView[] {
    const oldest = Math.min(...this.votes.map((vote) => vote.logView));
    return this.votes.filter((vote) => vote.logView === oldest);
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
  bug: 'a view change goes on from the log of any view, an old one too',
  caughtBy: 'panic',
  orBy: ['durability', 'model', 'real-time-order', 'liveness'],
  createReplica: replicaWith((core) => ({ viewChange: new AnyLogView(core) })),
};
