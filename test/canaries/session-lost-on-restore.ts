import { Sessions } from '../../cluster/vsr/sessions.ts';
import type { Table } from '../../harness/environment.ts';
import { type Canary, replicaWith } from './canary.ts';

class ForgetfulSessions extends Sessions {
  override restore(table: Table): void {
    super.restore(table);
    const [client] = this.state.sessions.keys();
    if (client !== undefined) this.state.sessions.delete(client);
  }
}

export const sessionLostOnRestore: Canary = {
  name: 'session-lost-on-restore',
  bug: 'a checkpoint that is loaded lacks a session',
  caughtBy: 'convergence',
  orBy: ['panic', 'real-time-order', 'liveness', 'model', 'durability'],
  createReplica: replicaWith((core) => ({ sessions: new ForgetfulSessions(core) })),
};
