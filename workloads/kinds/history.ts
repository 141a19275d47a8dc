import { commonParameters, commonParts } from '../common-parameters.ts';
import { composed } from '../composition.ts';

/** Accounts that keep a history, asked for it all the time and once more at the end. */
export const history = composed({
  name: 'history',
  purpose:
    'Accounts that keep a history of their balances, which is asked for at once and at the end.',
  parameters: {
    ...commonParameters,
    accounts: { ...commonParameters.accounts, default: 60 },
    eventsMean: { ...commonParameters.eventsMean, default: 8 },
  },
  compose: (values) => ({
    ...commonParts(values),
    requests: {
      create_transfers: 46,
      get_account_balances: 40,
      get_account_transfers: 10,
      lookup_accounts: 4,
    },
    transfers: {
      single: 38,
      pending: 25,
      post: 18,
      void: 10,
      balancing: 5,
      closing: 1,
      closable: 3,
    },
    historyPeriod: 1,
    balancesAtEnd: true,
  }),
});
