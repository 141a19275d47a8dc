import { Rules } from '../../harness/ledger/rules.ts';
import { type Canary, ledgerWith } from './canary.ts';

class ExpiryNever extends Rules {
  override isDue(): boolean {
    return false;
  }
}

export const expiryNever: Canary = {
  name: 'expiry-never',
  bug: 'a pending transfer never expires',
  caughtBy: 'expiry',
  stateMachine: ledgerWith(ExpiryNever),
};
