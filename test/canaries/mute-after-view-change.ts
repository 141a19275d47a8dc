import { Sessions } from '../../cluster/vsr/sessions.ts';
import { type Canary, replicaWith } from './canary.ts';

class MuteSessions extends Sessions {
  override sendReply(entry: Parameters<Sessions['sendReply']>[0]): void {
    if (this.state.view === 1) super.sendReply(entry);
  }
}

export const muteAfterViewChange: Canary = {
  name: 'mute-after-view-change',
  bug: 'nobody answers any more once a view has changed',
  caughtBy: 'liveness',
  createReplica: replicaWith((core) => ({ sessions: new MuteSessions(core) })),
};
