import { Checkpoints } from '../../cluster/vsr/checkpoints.ts';
import type { Message } from '../../cluster/wire/message.ts';
import { type Canary, replicaWith } from './canary.ts';

class FreesEarly extends Checkpoints {
  override onSuperblock(): void {
    super.onSuperblock();
    this.state.grid.freeSet.freeReleased();
  }

  override onCommitted(header: Message): void {
    super.onCommitted(header);
    this.state.grid.freeSet.freeReleased();
  }
}

export const blocksFreedEarly: Canary = {
  name: 'blocks-freed-early',
  bug: 'blocks are used again before the checkpoint that did without them is durable everywhere',
  caughtBy: 'liveness',
  orBy: ['panic', 'convergence', 'durability', 'model'],
  createReplica: replicaWith((core) => ({ checkpoints: new FreesEarly(core) })),
};
