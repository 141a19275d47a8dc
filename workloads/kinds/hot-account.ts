import { commonParameters, commonParts } from '../common-parameters.ts';
import { composed } from '../composition.ts';
import { integer } from '../parameters.ts';
import { accountsPerLedgerMin, usualShares } from '../population.ts';

/** Nearly all transfers meet at one account of a ledger, or at a few, as fees do. */
export const hotAccount = composed({
  name: 'hot-account',
  purpose: 'Nearly all transfers meet at a few accounts, which have limits and keep a history.',
  parameters: {
    ...commonParameters,
    accounts: { ...commonParameters.accounts, default: 120 },
    hot: integer(
      'Of each ledger, how many accounts with limited debits, and with credits.',
      1,
      1,
      64,
    ),
  },
  compose: (values) => ({
    ...commonParts(values, accountsPerLedgerMin + 2 * values.hot),
    requests: {
      create_transfers: 70,
      lookup_accounts: 10,
      lookup_transfers: 4,
      get_account_transfers: 8,
      get_account_balances: 8,
    },
    transfers: { single: 3, limited: 80, balancing: 5, post: 8, void: 4 },
    shares: { ...usualShares, debitsLimited: [0, values.hot], creditsLimited: [0, values.hot] },
    historyPeriod: 1,
    balancesAtEnd: true,
  }),
});
