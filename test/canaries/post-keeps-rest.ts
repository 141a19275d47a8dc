import { accountWord } from '../../harness/ledger/record-words.ts';
import { Rules } from '../../harness/ledger/rules.ts';
import { type Canary, ledgerWith } from './canary.ts';

class PostKeepsRest extends Rules {
  override applyPosted(debit: number, credit: number, _: number, amount: Int32Array): void {
    this.decrease(debit, accountWord.debits_pending, amount, 0);
    this.decrease(credit, accountWord.credits_pending, amount, 0);
    this.applySinglePhase(debit, credit, amount);
  }
}

export const postKeepsRest: Canary = {
  name: 'post-keeps-rest',
  bug: 'posting a part of a pending transfer goes on holding the rest',
  caughtBy: 'conservation',
  stateMachine: ledgerWith(PostKeepsRest),
};
