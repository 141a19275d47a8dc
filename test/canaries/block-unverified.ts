import type { BlockReference } from '../../cluster/vsr/block.ts';
import { Grid } from '../../cluster/vsr/grid.ts';
import { Message } from '../../cluster/wire/message.ts';
import { type Canary, replicaWith } from './canary.ts';

class UnverifiedGrid extends Grid {
  protected override verify(data: Uint8Array, reference: BlockReference): Message | null {
    const message = new Message(data, this.core.template.checksum);
    if (!message.headerValid() || message.size > data.length) return super.verify(data, reference);
    return new Message(data.subarray(0, message.size), this.core.template.checksum);
  }
}

export const blockUnverified: Canary = {
  name: 'block-unverified',
  bug: 'a block of the grid is taken for what was wanted, whatever lies at its address',
  caughtBy: 'convergence',
  orBy: ['panic', 'model'],
  createReplica: replicaWith((core) => ({ grid: new UnverifiedGrid(core) })),
};
