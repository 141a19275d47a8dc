import { Checkpoints } from '../../cluster/vsr/checkpoints.ts';
import type { Message } from '../../cluster/wire/message.ts';
import { type Canary, replicaWith } from './canary.ts';

class ChecksEarly extends Checkpoints {
  override onCommitted(header: Message): void {
    super.onCommitted(header);
    const next = this.state.checkpointNext;
    if (next === null || next.due || this.state.commitMin < this.state.schedule.trigger) return;
    next.due = true;
    this.parts.superblock.update();
  }
}

export const checkpointBeforeBlocks: Canary = {
  name: 'checkpoint-before-blocks',
  bug: 'the superblock tells of a checkpoint whose blocks are not written yet',
  caughtBy: 'panic',
  orBy: ['liveness', 'convergence', 'durability', 'model'],
  createReplica: replicaWith((core) => ({ checkpoints: new ChecksEarly(core) })),
};
