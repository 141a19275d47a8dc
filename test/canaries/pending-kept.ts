import { Rules } from '../../harness/ledger/rules.ts';
import { type Canary, ledgerWith } from './canary.ts';

class PendingKept extends Rules {
  override release(): void {
    // What was held stays held, on both sides: debits still equal credits.
  }
}

export const pendingKept: Canary = {
  name: 'pending-kept',
  bug: 'posting, voiding and expiring leave the pending balances as they are',
  caughtBy: 'conservation',
  stateMachine: ledgerWith(PendingKept),
};
