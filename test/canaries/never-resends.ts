import { Normal } from '../../cluster/vsr/normal.ts';
import { type Canary, replicaWith } from './canary.ts';

class NeverResends extends Normal {
  override onPrepareTimeout(): void {
    // The flag says that the timer runs, so nobody starts it again.
  }
}

export const neverResends: Canary = {
  name: 'never-resends',
  bug: 'what is not acknowledged is not sent again',
  caughtBy: 'liveness',
  createReplica: replicaWith((core) => ({ normal: new NeverResends(core) })),
};
