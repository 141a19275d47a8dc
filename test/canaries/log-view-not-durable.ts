import { Messenger } from '../../cluster/vsr/messenger.ts';
import { Superblock } from '../../cluster/vsr/superblock.ts';
import { type Canary, replicaWith } from './canary.ts';

class ForgetfulSuperblock extends Superblock {
  override logDurable(): boolean {
    return true;
  }
}

class HastyMessenger extends Messenger {
  protected override mayAdvertise(): boolean {
    return true;
  }
}

export const logViewNotDurable: Canary = {
  name: 'log-view-not-durable',
  bug: 'a primary prepares, and backups acknowledge, before their log_view is durable',
  caughtBy: 'durability',
  orBy: ['panic', 'model', 'convergence', 'real-time-order'],
  createReplica: replicaWith((core) => ({
    superblock: new ForgetfulSuperblock(core),
    messenger: new HastyMessenger(core),
  })),
};
