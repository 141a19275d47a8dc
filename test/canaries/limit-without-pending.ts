import { accountFlags } from '../../harness/ledger/layouts.ts';
import { accountWord } from '../../harness/ledger/record-words.ts';
import { Rules } from '../../harness/ledger/rules.ts';
import { add, compare } from '../../harness/ledger/u128.ts';
import { type Canary, ledgerWith } from './canary.ts';

const { debits_posted, credits_posted } = accountWord;
const { debits_must_not_exceed_credits, credits_must_not_exceed_debits } = accountFlags;
const sum = new Int32Array(4);

class LimitWithoutPending extends Rules {
  override exceedsCredits(account: number, amount: Int32Array): boolean {
    return this.#exceeds(
      account,
      amount,
      debits_must_not_exceed_credits,
      debits_posted,
      credits_posted,
    );
  }

  override exceedsDebits(account: number, amount: Int32Array): boolean {
    return this.#exceeds(
      account,
      amount,
      credits_must_not_exceed_debits,
      credits_posted,
      debits_posted,
    );
  }

  #exceeds(
    account: number,
    amount: Int32Array,
    flag: number,
    grows: number,
    limits: number,
  ): boolean {
    if (!(this.state.accountFlagsOf(account) & flag)) return false;
    this.state.accountLines.settle(account);
    const { records } = this.state.accounts;
    const page = records.page(account);
    const at = records.at(account);
    add(page, at + grows, amount, 0, sum, 0);
    return compare(sum, 0, page, at + limits) > 0;
  }
}

export const limitWithoutPending: Canary = {
  name: 'limit-without-pending',
  bug: 'the limit of an account does not count what is pending',
  caughtBy: 'conservation',
  // Its accounts have limits, and all meet there.
  workload: 'hot-account',
  stateMachine: ledgerWith(LimitWithoutPending),
};
