import { second } from '../../harness/time.ts';
import type { Canary } from './canary.ts';
import { ledgerWithShiftedExpiry } from './ledger-with-shifted-expiry.ts';

export const expirySecondEarly: Canary = {
  name: 'expiry-second-early',
  bug: 'a pending transfer expires a second too early',
  caughtBy: 'expiry',
  stateMachine: ledgerWithShiftedExpiry(second),
};
