import { commonParameters, commonParts } from '../common-parameters.ts';
import { composed } from '../composition.ts';
import { weights } from '../parameters.ts';

/** All that can be asked for, with filters of every kind. */
export const queries = composed({
  name: 'queries',
  purpose: 'Queries with filters, ranges, limits and both orders, several in a request.',
  parameters: {
    ...commonParameters,
    requests: weights('Shares of the kinds of requests.', {
      create_transfers: 34,
      create_accounts: 5,
      get_account_transfers: 18,
      get_account_balances: 6,
      query_accounts: 12,
      query_transfers: 18,
      get_change_events: 7,
    }),
  },
  compose: (values) => ({
    ...commonParts(values),
    requests: values.requests,
    transfers: { single: 50, pending: 25, post: 15, void: 10 },
  }),
});
