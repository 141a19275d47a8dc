import { Rules } from '../../harness/ledger/rules.ts';
import { type Canary, ledgerWith } from './canary.ts';

class RollbackKeepsTransfers extends Rules {
  override rollBackTransfers(): void {
    for (let entry = this.state.undo.count - 1; entry >= 0; entry--) this.restore(entry);
  }
}

export const rollbackKeepsTransfers: Canary = {
  name: 'rollback-keeps-transfers',
  bug: 'a chain that fails gives the amounts back and leaves its transfers behind',
  caughtBy: 'model',
  orBy: ['panic', 'conservation', 'idempotence'],
  stateMachine: ledgerWith(RollbackKeepsTransfers),
};
