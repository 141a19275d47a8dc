import { commonParameters, commonParts } from '../common-parameters.ts';
import { composed } from '../composition.ts';
import { usualShares } from '../population.ts';

/** Accounts that pending transfers close, and that voids and time-outs open again. */
export const closing = composed({
  name: 'closing',
  purpose: 'Accounts that are closed, refuse transfers meanwhile, and open again.',
  parameters: commonParameters,
  compose: (values) => ({
    ...commonParts(values),
    requests: { create_transfers: 76, lookup_accounts: 14, lookup_transfers: 10 },
    transfers: { single: 10, pending: 5, post: 5, void: 15, closing: 25, closable: 40 },
    shares: { ...usualShares, closable: [40, 4], closed: [4, 1] },
  }),
});
