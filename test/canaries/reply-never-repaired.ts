import { ClientReplies } from '../../cluster/vsr/client-replies.ts';
import { type Canary, replicaWith } from './canary.ts';

class NeverRepairs extends ClientReplies {
  override onTimeout(): void {
    this.start('replyRepair');
  }
}

export const replyNeverRepaired: Canary = {
  name: 'reply-never-repaired',
  bug: 'an answer that was lost is asked of nobody, and its client waits for ever',
  caughtBy: 'liveness',
  createReplica: replicaWith((core) => ({ clientReplies: new NeverRepairs(core) })),
};
