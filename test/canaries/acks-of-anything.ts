import { Normal } from '../../cluster/vsr/normal.ts';
import { common, prepareOk } from '../../cluster/wire/header.ts';
import type { Message } from '../../cluster/wire/message.ts';
import { type Canary, replicaWith } from './canary.ts';

class CountsAnyAck extends Normal {
  override onPrepareOk(message: Message): void {
    const { commitMin, pipeline, view } = this.state;
    const entry = pipeline[message.u64(prepareOk.op) - commitMin - 1];
    if (entry === undefined || message.view > view) return super.onPrepareOk(message);
    message.setU32(common.view, view);
    message.copyU128(prepareOk.prepare_checksum, entry.message, common.checksum);
    super.onPrepareOk(message);
  }
}

export const acksOfAnything: Canary = {
  name: 'acks-of-anything',
  bug: 'an acknowledgement counts for whatever is prepared at its op now',
  caughtBy: 'durability',
  orBy: ['panic', 'model', 'convergence', 'real-time-order'],
  createReplica: replicaWith((core) => ({ normal: new CountsAnyAck(core) })),
};
