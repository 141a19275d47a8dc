import { accountWord } from '../../harness/ledger/record-words.ts';
import { Rules } from '../../harness/ledger/rules.ts';
import { type Canary, ledgerWith } from './canary.ts';

class OneSided extends Rules {
  override applySinglePhase(debit: number, credit: number, amount: Int32Array): void {
    super.applySinglePhase(debit, credit, amount);
    this.decrease(credit, accountWord.credits_posted, amount, 0);
  }
}

export const oneSidedTransfer: Canary = {
  name: 'one-sided-transfer',
  bug: 'a transfer debits, and does not credit',
  caughtBy: 'conservation',
  stateMachine: ledgerWith(OneSided),
};
