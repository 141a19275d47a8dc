import { Normal } from '../../cluster/vsr/normal.ts';
import type { Message } from '../../cluster/wire/message.ts';
import { type Canary, replicaWith } from './canary.ts';

class Believing extends Normal {
  protected override nextTimestamp(message: Message): bigint {
    this.state.prepareTimestamp = 0n;
    const { commitTimestamp } = this.state;
    this.state.commitTimestamp = 0n;
    const timestamp = super.nextTimestamp(message);
    this.state.commitTimestamp = commitTimestamp;
    return timestamp;
  }
}

export const clockBelieved: Canary = {
  name: 'clock-believed',
  bug: "a primary takes its clock's time, even where the log is further",
  caughtBy: 'panic',
  createReplica: replicaWith((core) => ({ normal: new Believing(core) })),
};
