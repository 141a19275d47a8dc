import { Normal } from '../../cluster/vsr/normal.ts';
import { headerOf } from '../../cluster/vsr/prepare-header.ts';
import type { Message } from '../../cluster/wire/message.ts';
import { type Canary, replicaWith } from './canary.ts';

class AckBeforeDurable extends Normal {
  override onPrepare(message: Message): void {
    super.onPrepare(message);
    if (this.backup) this.sendPrepareOk(headerOf(message));
  }

  protected override mayAck(header: Message): boolean {
    return this.parts.journal.hasHeader(header);
  }
}

export const ackBeforeDurable: Canary = {
  name: 'ack-before-durable',
  bug: 'a backup acknowledges a prepare before it is durable',
  caughtBy: 'durability',
  createReplica: replicaWith((core) => ({ normal: new AckBeforeDurable(core) })),
};
