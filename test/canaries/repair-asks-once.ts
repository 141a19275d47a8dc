import { Repair } from '../../cluster/vsr/repair.ts';
import { type Canary, replicaWith } from './canary.ts';

class AsksOnce extends Repair {
  override run(): void {
    const { requested } = this.state.repair.budget;
    const at = this.environment.clock.monotonic();
    // As if each of them had been asked for just now.
    for (const [op, { peer }] of requested) requested.set(op, { at, peer });
    super.run();
  }
}

export const repairAsksOnce: Canary = {
  name: 'repair-asks-once',
  bug: 'what is missing is asked for once, and waited for ever after',
  caughtBy: 'liveness',
  createReplica: replicaWith((core) => ({ repair: new AsksOnce(core) })),
};
