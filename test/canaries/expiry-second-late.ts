import { Rules } from '../../harness/ledger/rules.ts';
import { second } from '../../harness/time.ts';
import { type Canary, ledgerWith } from './canary.ts';

class SecondLate extends Rules {
  override isDue(deadlineHigh: number, deadlineLow: number, high: number, low: number): boolean {
    const earlier = ((BigInt(high) << 32n) | BigInt(low >>> 0)) - BigInt(second);
    return super.isDue(
      deadlineHigh,
      deadlineLow,
      Number(earlier >> 32n),
      Number(earlier & 0xffffffffn) | 0,
    );
  }
}

export const expirySecondLate: Canary = {
  name: 'a pending transfer expires a second too late',
  caughtBy: 'expiry',
  stateMachine: ledgerWith(SecondLate),
};
