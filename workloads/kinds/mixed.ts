import { commonParameters, commonParts, timeoutMax } from '../common-parameters.ts';
import { composed } from '../composition.ts';
import { weights } from '../parameters.ts';

/** All operations at once, in the shares that the parameters give. */
export const mixed = composed({
  name: 'mixed',
  purpose: 'All at once: transfers of every kind, chains, mistakes, repeats, look-ups and queries.',
  parameters: {
    ...commonParameters,
    timeoutMax,
    requests: weights('Shares of the kinds of requests.', {
      create_transfers: 60,
      create_transfers_imported: 1,
      create_accounts: 4,
      create_again: 2,
      lookup_accounts: 8,
      lookup_transfers: 8,
      get_account_transfers: 5,
      get_account_balances: 4,
      query_accounts: 3,
      query_transfers: 4,
      get_change_events: 3,
    }),
    transfers: weights('Shares of what transfers are for.', {
      single: 30,
      pending: 21,
      post: 15,
      void: 8,
      balancing: 5,
      limited: 5,
      overflow: 4,
      closing: 1,
      closable: 2,
      again: 4,
      invalid: 4,
    }),
  },
  compose: (values) => ({
    ...commonParts(values),
    requests: values.requests,
    transfers: values.transfers,
    timeoutMax: values.timeoutMax,
    repeatableRequestOneIn: 4,
  }),
});
