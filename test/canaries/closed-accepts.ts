import { Rules } from '../../harness/ledger/rules.ts';
import { type Canary, ledgerWith } from './canary.ts';

class ClosedAccepts extends Rules {
  override isClosed(): boolean {
    return false;
  }
}

export const closedAccepts: Canary = {
  name: 'closed-accepts',
  bug: 'an account that is closed goes on taking transfers',
  caughtBy: 'model',
  stateMachine: ledgerWith(ClosedAccepts),
};
