import { second } from '../../harness/time.ts';
import type { Canary } from './canary.ts';
import { ledgerWithShiftedExpiry } from './ledger-with-shifted-expiry.ts';

export const expirySecondLate: Canary = {
  name: 'expiry-second-late',
  bug: 'a pending transfer expires a second too late',
  caughtBy: 'expiry',
  stateMachine: ledgerWithShiftedExpiry(-second),
};
