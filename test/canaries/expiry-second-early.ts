import { Rules } from '../../harness/ledger/rules.ts';
import { second } from '../../harness/time.ts';
import { type Canary, ledgerWith } from './canary.ts';

class SecondEarly extends Rules {
  override isDue(deadlineHigh: number, deadlineLow: number, high: number, low: number): boolean {
    const later = ((BigInt(high) << 32n) | BigInt(low >>> 0)) + BigInt(second);
    return super.isDue(
      deadlineHigh,
      deadlineLow,
      Number(later >> 32n),
      Number(later & 0xffffffffn) | 0,
    );
  }
}

export const expirySecondEarly: Canary = {
  name: 'a pending transfer expires a second too early',
  caughtBy: 'expiry',
  stateMachine: ledgerWith(SecondEarly),
};
