import { Rules } from '../../harness/ledger/rules.ts';
import { type Canary, ledgerWith } from './canary.ts';

class ExpiryTwice extends Rules {
  override applyExpired(debit: number, credit: number, pending: number): void {
    super.applyExpired(debit, credit, pending);
    super.applyExpired(debit, credit, pending);
  }
}

export const expiryTwice: Canary = {
  name: 'expiry-twice',
  bug: 'what expires is given back twice',
  caughtBy: 'panic',
  orBy: ['conservation'],
  stateMachine: ledgerWith(ExpiryTwice),
};
