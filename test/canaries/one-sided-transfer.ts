import { accountWord } from '../../harness/ledger/record-words.ts';
import { Rules } from '../../harness/ledger/rules.ts';
import { subtract } from '../../harness/ledger/u128.ts';
import { type Canary, ledgerWith } from './canary.ts';

class OneSided extends Rules {
  override applySinglePhase(debit: number, credit: number, amount: Int32Array): void {
    super.applySinglePhase(debit, credit, amount);
    const { records } = this.state.accounts;
    const page = records.page(credit);
    const at = records.at(credit) + accountWord.credits_posted;
    subtract(page, at, amount, 0, page, at);
  }
}

export const oneSidedTransfer: Canary = {
  name: 'one-sided-transfer',
  bug: 'a transfer debits, and does not credit',
  caughtBy: 'conservation',
  stateMachine: ledgerWith(OneSided),
};
