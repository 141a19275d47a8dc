import { Ledger } from '../../harness/ledger/ledger.ts';
import { Rules } from '../../harness/ledger/rules.ts';
import type { Canary } from './canary.ts';

/** Debits and credits change sides: it shows in no status, and in sums neither. */
class SidesSwapped extends Rules {
  override applySinglePhase(debit: number, credit: number, amount: Int32Array): void {
    super.applySinglePhase(credit, debit, amount);
  }
}

export const divergingReplica: Canary = {
  name: 'diverging-replica',
  bug: 'one replica swaps the sides of transfers, and ends in another state',
  caughtBy: 'convergence',
  stateMachine: (replica, messageBodySizeMax) =>
    new Ledger(
      replica === 1 ? { messageBodySizeMax, rules: SidesSwapped } : { messageBodySizeMax },
    ),
};
