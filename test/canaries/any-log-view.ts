import { Messenger } from '../../cluster/vsr/messenger.ts';
import { commands, joinView } from '../../cluster/wire/header.ts';
import { Message } from '../../cluster/wire/message.ts';
import { type Canary, replicaWith } from './canary.ts';

class ClaimsTheLatestLog extends Messenger {
  override send(replica: number, message: Message): void {
    if (message.command !== commands.join_view) return super.send(replica, message);
    const claimed = new Message(message.bytes.slice(), message.checksum);
    claimed.setU32(joinView.log_view, message.view - 1);
    super.send(replica, claimed.seal());
  }
}

export const anyLogView: Canary = {
  name: 'any-log-view',
  bug: 'a vote counts as one of the latest log, however old the log is',
  caughtBy: 'durability',
  orBy: ['panic', 'model', 'convergence', 'real-time-order'],
  createReplica: replicaWith((core) => ({ messenger: new ClaimsTheLatestLog(core) })),
};
