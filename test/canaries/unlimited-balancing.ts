import { Rules } from '../../harness/ledger/rules.ts';
import { type Canary, ledgerWith } from './canary.ts';

class UnlimitedBalancing extends Rules {
  override balanceDebit(): void {
    // Takes all that was asked for, whether it is there or not.
  }
}

export const unlimitedBalancing: Canary = {
  name: 'unlimited-balancing',
  bug: 'a balancing debit takes more than there is',
  caughtBy: 'model',
  stateMachine: ledgerWith(UnlimitedBalancing),
};
