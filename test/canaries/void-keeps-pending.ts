import { Rules } from '../../harness/ledger/rules.ts';
import { type Canary, ledgerWith } from './canary.ts';

class VoidKeepsPending extends Rules {
  override applyVoided(debit: number, credit: number, pending: number): void {
    this.reopen(debit, credit, this.state.transferFlagsOf(pending));
  }
}

export const voidKeepsPending: Canary = {
  name: 'void-keeps-pending',
  bug: 'voiding leaves the pending balances as they are',
  caughtBy: 'conservation',
  stateMachine: ledgerWith(VoidKeepsPending),
};
