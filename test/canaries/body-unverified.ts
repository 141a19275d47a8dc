import { Journal } from '../../cluster/vsr/journal.ts';
import { sameHeader } from '../../cluster/vsr/prepare-header.ts';
import { Recovery } from '../../cluster/vsr/recovery.ts';
import { Message } from '../../cluster/wire/message.ts';
import { type Canary, replicaWith } from './canary.ts';

class UnverifiedJournal extends Journal {
  protected override verify(data: Uint8Array, stored: Message): Message | null {
    const message = new Message(data.subarray(0, stored.size), stored.checksum);
    return sameHeader(message, stored) ? message : null;
  }
}

class UnverifiedRecovery extends Recovery {
  protected override whole(): boolean {
    return true;
  }
}

export const bodyUnverified: Canary = {
  name: 'body-unverified',
  bug: 'of what is read from the journal the header is verified, and the body is not',
  caughtBy: 'convergence',
  orBy: ['panic', 'model', 'durability'],
  createReplica: replicaWith((core) => ({
    journal: new UnverifiedJournal(core),
    recovery: new UnverifiedRecovery(core),
  })),
};
