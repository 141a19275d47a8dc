import { Repair } from '../../cluster/vsr/repair.ts';
import { type Canary, replicaWith } from './canary.ts';

class AsksOnce extends Repair {
  override onTimeout(): void {
    const { repair, ticks } = this.state;
    // As if each of them had been asked for just now.
    for (const op of repair.requested.keys()) repair.requested.set(op, ticks);
    super.onTimeout();
  }
}

export const repairAsksOnce: Canary = {
  name: 'repair-asks-once',
  bug: 'what is missing is asked for once, and waited for ever after',
  caughtBy: 'liveness',
  createReplica: replicaWith((core) => ({ repair: new AsksOnce(core) })),
};
