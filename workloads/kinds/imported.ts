import { commonParameters, importedParts } from '../common-parameters.ts';
import { composed } from '../composition.ts';
import { integer } from '../parameters.ts';

/** A history of another ledger, brought into an empty one, and everyday life behind it. */
export const imported = composed({
  name: 'imported',
  purpose:
    'Accounts and transfers of the past, in order, too late and colliding; then everyday life.',
  parameters: {
    ...commonParameters,
    accounts: { ...commonParameters.accounts, default: 120 },
    historyMax: integer(
      'Requests of imported history at the most; it is half of the load where that is less.',
      512,
      1,
      1_000_000,
    ),
  },
  compose: (values) => ({
    ...importedParts(values),
    requests: {
      create_transfers: 54,
      create_transfers_imported: 4,
      create_accounts: 16,
      create_again: 2,
      lookup_accounts: 8,
      lookup_transfers: 8,
      get_account_transfers: 4,
      query_transfers: 2,
      get_change_events: 2,
    },
    transfers: {
      single: 46,
      pending: 18,
      post: 12,
      void: 6,
      balancing: 4,
      limited: 3,
      closing: 2,
      closable: 3,
      again: 4,
      invalid: 2,
    },
    repeatableRequestOneIn: 8,
    history: values.historyMax,
  }),
});
