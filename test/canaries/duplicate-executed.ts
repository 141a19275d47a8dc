import { type RequestJudgement, Sessions } from '../../cluster/vsr/sessions.ts';
import type { Message } from '../../cluster/wire/message.ts';
import { type Canary, replicaWith } from './canary.ts';

class ForgetfulSessions extends Sessions {
  override judge(message: Message): RequestJudgement {
    const judgement = super.judge(message);
    return judgement === 'duplicate' ? 'new' : judgement;
  }
}

export const duplicateExecuted: Canary = {
  name: 'duplicate-executed',
  bug: 'a request that comes a second time is executed a second time',
  caughtBy: 'real-time-order',
  createReplica: replicaWith((core) => ({ sessions: new ForgetfulSessions(core) })),
};
