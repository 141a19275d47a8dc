import { Normal } from '../../cluster/vsr/normal.ts';
import { headerOf } from '../../cluster/vsr/prepare-header.ts';
import type { Message } from '../../cluster/wire/message.ts';
import { millisecond, second } from '../../harness/time.ts';
import { type Canary, firstPrimary, replicaWith } from './canary.ts';

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
  name: 'a backup acknowledges a prepare before it is durable',
  caughtBy: 'durability',
  createReplica: replicaWith((core) => ({ normal: new AckBeforeDurable(core) })),
  requests: 150,
  // Power fails while the disks of both backups lag behind, and the primary is slow to come back.
  faults: (random) => {
    const from = random.between(900 * millisecond, 1100 * millisecond);
    const until = from + 100 * millisecond;
    const slow = { kind: 'slow-disk', from: from - 200 * millisecond, until: from } as const;
    const crash = { kind: 'crash', from, until, lost: [1, 1], torn: [0, 1] } as const;
    return [
      { ...slow, replica: 0, mean: 5 * second },
      { ...slow, replica: 2, mean: 5 * second },
      { ...crash, replica: firstPrimary, until: from + 4 * second },
      { ...crash, replica: 0 },
      { ...crash, replica: 2 },
    ];
  },
};
