import { Normal } from '../../cluster/vsr/normal.ts';
import type { Message } from '../../cluster/wire/message.ts';
import { type Canary, replicaWith } from './canary.ts';

class AcksWhileSyncing extends Normal {
  protected override mayAck(header: Message): boolean {
    return this.parts.journal.hasPrepare(header);
  }
}

export const acksWhileSyncing: Canary = {
  name: 'acks-while-syncing',
  bug: 'a replica acknowledges what it has no checkpoint for yet',
  caughtBy: 'panic',
  orBy: ['liveness', 'convergence', 'durability', 'model'],
  createReplica: replicaWith((core) => ({ normal: new AcksWhileSyncing(core) })),
};
