import { commonParameters, commonParts } from '../common-parameters.ts';
import { composed } from '../composition.ts';

/** What was sent once is sent again, as an event or as a request, unchanged or changed. */
export const retries = composed({
  name: 'retries',
  purpose:
    'Events and whole requests sent again: unchanged, with one field changed, after a failure.',
  parameters: commonParameters,
  compose: (values) => ({
    ...commonParts(values),
    requests: {
      create_transfers: 48,
      create_accounts: 10,
      create_again: 30,
      lookup_accounts: 4,
      lookup_transfers: 8,
    },
    transfers: {
      single: 22,
      pending: 14,
      post: 10,
      void: 5,
      balancing: 5,
      limited: 12,
      again: 35,
    },
    repeatableOneIn: 2,
    repeatableRequestOneIn: 2,
  }),
});
