import { StateSync } from '../../cluster/vsr/state-sync.ts';
import { type Canary, replicaWith } from './canary.ts';

class NeverSyncs extends StateSync {
  override wants(): null {
    return null;
  }
}

export const syncNever: Canary = {
  name: 'sync-never',
  bug: 'a replica that the log has left behind waits for prepares that nobody has any more',
  caughtBy: 'liveness',
  orBy: ['panic'],
  createReplica: replicaWith((core) => ({ stateSync: new NeverSyncs(core) })),
};
