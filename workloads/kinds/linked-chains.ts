import { commonParameters, commonParts } from '../common-parameters.ts';
import { composed } from '../composition.ts';
import { integer } from '../parameters.ts';

/** Chains of linked events: created as a whole or not at all. */
export const linkedChains = composed({
  name: 'linked-chains',
  purpose:
    'Chains of linked events, some of which break at their first, a middle or their last one.',
  parameters: {
    ...commonParameters,
    eventsMean: { ...commonParameters.eventsMean, default: 30 },
    chainMax: integer('Events of the longest chain, where a request has as many.', 60, 2, 8189),
    brokenPercent: integer('Of a hundred chains, how many are to break.', 35, 0, 100),
    openPercent: integer('Of a hundred requests, how many end in an open chain.', 15, 0, 100),
  },
  compose: (values) => ({
    ...commonParts(values),
    requests: {
      create_transfers: 68,
      create_accounts: 12,
      lookup_accounts: 10,
      lookup_transfers: 10,
    },
    transfers: { single: 50, pending: 25, post: 15, void: 10 },
    chains: {
      always: true,
      lengthMax: values.chainMax,
      brokenPercent: values.brokenPercent,
      openPercent: values.openPercent,
    },
  }),
});
