import { opOf } from '../../cluster/vsr/prepare-header.ts';
import { Repair } from '../../cluster/vsr/repair.ts';
import type { Message } from '../../cluster/wire/message.ts';
import { type Canary, replicaWith } from './canary.ts';

class TakesAnyHeader extends Repair {
  override repairHeader(header: Message): boolean {
    const { state } = this;
    const { journal } = this.parts;
    const op = opOf(header);
    const wanted = op < state.chainMin && op > state.commitMin && header.view <= state.view;
    if (!wanted || journal.hasHeader(header)) return super.repairHeader(header);
    journal.setHeader(header);
    state.chainMin = Math.min(state.chainMin, op);
    return true;
  }
}

export const disconnectedHeader: Canary = {
  name: 'disconnected-header',
  bug: 'repair takes any header for an op that is missing, without a look at the chain',
  caughtBy: 'panic',
  orBy: ['durability', 'model', 'convergence', 'real-time-order'],
  createReplica: replicaWith((core) => ({ repair: new TakesAnyHeader(core) })),
};
