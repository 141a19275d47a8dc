import { accountFlags } from '../../harness/ledger/layouts.ts';
import { accountWord } from '../../harness/ledger/record-words.ts';
import { Rules } from '../../harness/ledger/rules.ts';
import { add, compare } from '../../harness/ledger/u128.ts';
import { type Canary, ledgerWith } from './canary.ts';

const sum = new Int32Array(4);

class LimitWithoutPending extends Rules {
  override exceedsCredits(account: number, amount: Int32Array): boolean {
    const flags = this.state.accountFlagsOf(account);
    if (!(flags & accountFlags.debits_must_not_exceed_credits)) return false;
    const { records } = this.state.accounts;
    const page = records.page(account);
    const at = records.at(account);
    add(page, at + accountWord.debits_posted, amount, 0, sum, 0);
    return compare(sum, 0, page, at + accountWord.credits_posted) > 0;
  }
}

export const limitWithoutPending: Canary = {
  name: 'the limit of an account does not count what is pending',
  caughtBy: 'conservation',
  stateMachine: ledgerWith(LimitWithoutPending),
};
