import { Rules } from '../../harness/ledger/rules.ts';
import { type Canary, ledgerWith } from './canary.ts';

class ForgetfulRollback extends Rules {
  protected override restore(entry: number): void {
    if (entry > 0) super.restore(entry);
  }
}

export const forgetfulRollback: Canary = {
  name: 'forgetful-rollback',
  bug: 'taking back a chain forgets an account',
  caughtBy: 'conservation',
  stateMachine: ledgerWith(ForgetfulRollback),
};
