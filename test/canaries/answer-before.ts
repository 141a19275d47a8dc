import { Sessions } from '../../cluster/vsr/sessions.ts';
import { prepare } from '../../cluster/wire/header.ts';
import type { Message } from '../../cluster/wire/message.ts';
import { type Canary, replicaWith } from './canary.ts';

/** Keeps the body of the answer before beside the header of the new one. */
class AnswerBefore extends Sessions {
  override onCommit(message: Message, body: Uint8Array): ReturnType<Sessions['onCommit']> {
    const before = this.get(message.u128(prepare.client));
    const registered = before !== undefined && before.request > 0;
    return super.onCommit(message, registered ? this.reply(before).body : body);
  }
}

export const answerBefore: Canary = {
  name: 'answer-before',
  bug: 'a client gets the answer to its request before',
  caughtBy: 'model',
  createReplica: replicaWith((core) => ({ sessions: new AnswerBefore(core) })),
};
