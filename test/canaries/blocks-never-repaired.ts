import { BlockRepair } from '../../cluster/vsr/block-repair.ts';
import { type Canary, replicaWith } from './canary.ts';

class NeverRepairs extends BlockRepair {
  override onTimeout(): void {
    this.start('gridRepair');
  }
}

export const blocksNeverRepaired: Canary = {
  name: 'blocks-never-repaired',
  bug: 'a block that is missing is asked of nobody',
  caughtBy: 'liveness',
  orBy: ['convergence'],
  createReplica: replicaWith((core) => ({ blockRepair: new NeverRepairs(core) })),
};
