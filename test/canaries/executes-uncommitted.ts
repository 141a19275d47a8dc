import { Commits } from '../../cluster/vsr/commits.ts';
import { type Canary, replicaWith } from './canary.ts';

class ExecutesUncommitted extends Commits {
  protected override mayCommit(): boolean {
    const { state } = this;
    const { commitMin, commitMax } = state;
    const header = this.parts.journal.header(commitMin + 1);
    const durable = header !== null && this.parts.journal.hasPrepare(header);
    // Its acknowledgement is on its way, so most likely it will be committed.
    if (this.backup && durable) state.commitMax = Math.max(commitMax, commitMin + 1);
    const may = super.mayCommit();
    state.commitMax = commitMax;
    return may;
  }
}

export const executesUncommitted: Canary = {
  name: 'executes-uncommitted',
  bug: 'a backup executes what it has before it is committed',
  caughtBy: 'panic',
  orBy: ['durability', 'model', 'convergence', 'real-time-order'],
  createReplica: replicaWith((core) => ({ commits: new ExecutesUncommitted(core) })),
};
