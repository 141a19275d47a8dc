import type { CheckpointState } from '../../cluster/vsr/checkpoint-state.ts';
import { Checkpoints } from '../../cluster/vsr/checkpoints.ts';
import { type Canary, replicaWith } from './canary.ts';

class Overwrites extends Checkpoints {
  override install(checkpoint: CheckpointState): void {
    super.install(checkpoint);
    const { schedule } = this.state;
    const more = this.configuration.journalSlotCount;
    this.state.schedule = {
      ...schedule,
      prepareMax: schedule.prepareMax + more,
      prepareOkMax: schedule.prepareOkMax + more,
    };
  }
}

export const overwritesJournal: Canary = {
  name: 'overwrites-journal',
  bug: 'the journal wraps over prepares that no durable checkpoint covers',
  caughtBy: 'panic',
  orBy: ['liveness', 'convergence', 'durability', 'model'],
  createReplica: replicaWith((core) => ({ checkpoints: new Overwrites(core) })),
};
