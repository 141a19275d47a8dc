import { commonParameters, importedParts } from '../common-parameters.ts';
import { composed } from '../composition.ts';

/** Requests of imported history: some of its mistakes can be made in an empty ledger only. */
const history = 192;

/** Every mistake that a request to create can make, and amounts that overflow. */
export const invalid = composed({
  name: 'invalid',
  purpose: 'Every mistake there is, alone and several at once: reaches every status that can be.',
  parameters: commonParameters,
  compose: (values) => ({
    ...importedParts(values),
    requests: {
      create_transfers: 58,
      create_transfers_imported: 6,
      create_accounts: 20,
      create_again: 4,
      lookup_accounts: 6,
      lookup_transfers: 6,
    },
    transfers: {
      single: 14,
      pending: 10,
      post: 8,
      void: 5,
      balancing: 3,
      limited: 6,
      overflow: 16,
      closing: 4,
      closable: 6,
      again: 14,
      invalid: 34,
    },
    repeatableOneIn: 4,
    repeatableRequestOneIn: 8,
    history,
  }),
});
