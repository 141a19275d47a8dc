import { Repair } from '../../cluster/vsr/repair.ts';
import { type Canary, replicaWith } from './canary.ts';

class NoRepair extends Repair {
  override onTimeout(): void {
    this.start('journalRepair');
  }
}

export const noRepair: Canary = {
  name: 'no-repair',
  bug: 'a replica that missed something never asks for it',
  caughtBy: 'liveness',
  createReplica: replicaWith((core) => ({ repair: new NoRepair(core) })),
};
