import { commonParameters, commonParts } from '../common-parameters.ts';
import { composed } from '../composition.ts';
import { usualShares } from '../population.ts';

/** Transfers whose amount the ledger cuts to what an account has left. */
export const balancing = composed({
  name: 'balancing',
  purpose:
    'Balancing debits and credits, pending ones too, on accounts with limits or nothing left.',
  parameters: commonParameters,
  compose: (values) => ({
    ...commonParts(values),
    requests: { create_transfers: 76, lookup_accounts: 14, lookup_transfers: 10 },
    transfers: { single: 18, pending: 10, post: 10, void: 5, limited: 15, balancing: 42 },
    shares: { ...usualShares, debitsLimited: [25, 2], creditsLimited: [25, 2] },
  }),
});
