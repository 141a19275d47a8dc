import { type RequestJudgement, Sessions } from '../../cluster/vsr/sessions.ts';
import type { Message } from '../../cluster/wire/message.ts';
import { type Canary, replicaWith } from './canary.ts';

class UnorderedSessions extends Sessions {
  override judge(message: Message): RequestJudgement {
    const judgement = super.judge(message);
    return judgement === 'ignore' ? 'new' : judgement;
  }
}

export const requestNumberIgnored: Canary = {
  name: 'request-number-ignored',
  bug: 'a request is executed whatever its number and its parent are, an old one that comes late too',
  caughtBy: 'real-time-order',
  orBy: ['panic', 'convergence'],
  createReplica: replicaWith((core) => ({ sessions: new UnorderedSessions(core) })),
};
