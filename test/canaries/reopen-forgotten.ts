import { Rules } from '../../harness/ledger/rules.ts';
import { type Canary, ledgerWith } from './canary.ts';

class ReopenForgotten extends Rules {
  protected override reopen(): void {
    // Closed once, closed for ever.
  }
}

export const reopenForgotten: Canary = {
  name: 'reopen-forgotten',
  bug: 'voiding what closed an account does not open it again',
  caughtBy: 'model',
  stateMachine: ledgerWith(ReopenForgotten),
};
