import { Rules } from '../../harness/ledger/rules.ts';
import { highOf, lowOf } from '../../harness/ledger/timestamps.ts';
import type { Nanoseconds } from '../../harness/time.ts';
import { type Canary, ledgerWith } from './canary.ts';

/** A ledger that takes it for later than it is, by `shift`, when it looks for what expires. */
export function ledgerWithShiftedExpiry(shift: Nanoseconds): Canary['stateMachine'] & {} {
  return ledgerWith(
    class extends Rules {
      override isDue(dueHigh: number, dueLow: number, high: number, low: number): boolean {
        const time = ((BigInt(high) << 32n) | BigInt(low >>> 0)) + BigInt(shift);
        return super.isDue(dueHigh, dueLow, highOf(time), lowOf(time));
      }
    },
  );
}
