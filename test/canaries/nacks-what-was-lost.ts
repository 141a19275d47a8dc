import { isBlank, opOf, sameHeader } from '../../cluster/vsr/prepare-header.ts';
import { ViewChange } from '../../cluster/vsr/view-change.ts';
import type { Message } from '../../cluster/wire/message.ts';
import { type Canary, replicaWith } from './canary.ts';

class NacksWhatWasLost extends ViewChange {
  protected override nacks(header: Message): boolean {
    const { journal } = this.state;
    const own = this.parts.journal.header(opOf(header));
    if (own === null) return true;
    if (isBlank(header)) return false;
    return !sameHeader(own, header) || journal.dirty[this.parts.journal.slotOf(opOf(own))] === 1;
  }
}

export const nacksWhatWasLost: Canary = {
  name: 'nacks-what-was-lost',
  bug: 'a replica denies what its disk lost, though it may have acknowledged it',
  caughtBy: 'durability',
  orBy: ['panic', 'model', 'convergence', 'real-time-order'],
  createReplica: replicaWith((core) => ({ viewChange: new NacksWhatWasLost(core) })),
};
