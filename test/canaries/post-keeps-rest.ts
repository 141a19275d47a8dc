import { accountWord } from '../../harness/ledger/record-words.ts';
import { Rules } from '../../harness/ledger/rules.ts';
import { subtract } from '../../harness/ledger/u128.ts';
import { type Canary, ledgerWith } from './canary.ts';

class PostKeepsRest extends Rules {
  override applyPosted(debit: number, credit: number, _: number, amount: Int32Array): void {
    this.#lower(debit, accountWord.debits_pending, amount);
    this.#lower(credit, accountWord.credits_pending, amount);
    this.applySinglePhase(debit, credit, amount);
  }

  #lower(account: number, balance: number, amount: Int32Array): void {
    const { records } = this.state.accounts;
    const page = records.page(account);
    const at = records.at(account) + balance;
    subtract(page, at, amount, 0, page, at);
  }
}

export const postKeepsRest: Canary = {
  name: 'post-keeps-rest',
  bug: 'posting a part of a pending transfer goes on holding the rest',
  caughtBy: 'conservation',
  stateMachine: ledgerWith(PostKeepsRest),
};
