import { Rules } from '../../harness/ledger/rules.ts';
import { type Canary, ledgerWith } from './canary.ts';

class IdNotBurned extends Rules {
  override burn(): void {
    // A transfer that failed may be tried again under its id.
  }
}

export const idNotBurned: Canary = {
  name: 'id-not-burned',
  bug: 'the id of a transfer that failed can be used again',
  caughtBy: 'idempotence',
  stateMachine: ledgerWith(IdNotBurned),
};
