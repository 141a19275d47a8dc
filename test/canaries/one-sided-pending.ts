import { accountWord } from '../../harness/ledger/record-words.ts';
import { Rules } from '../../harness/ledger/rules.ts';
import { type Canary, ledgerWith } from './canary.ts';

class OneSidedPending extends Rules {
  override applyPending(debit: number, credit: number, amount: Int32Array): void {
    super.applyPending(debit, credit, amount);
    this.increase(debit, accountWord.debits_pending, amount);
  }
}

export const oneSidedPending: Canary = {
  name: 'one-sided-pending',
  bug: 'a pending transfer holds twice as much of the debits as of the credits',
  caughtBy: 'conservation',
  stateMachine: ledgerWith(OneSidedPending),
};
