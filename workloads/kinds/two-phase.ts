import { commonParameters, commonParts, timeoutMax } from '../common-parameters.ts';
import { composed } from '../composition.ts';
import { weights } from '../parameters.ts';

/** Pending transfers that are posted, voided, or left to expire, once or twice. */
export const twoPhase = composed({
  name: 'two-phase',
  purpose:
    'Pending transfers: posted in full or in part, voided, left to expire, and all of it twice.',
  parameters: {
    ...commonParameters,
    timeoutMax,
    transfers: weights('Shares of what transfers are for.', {
      single: 8,
      pending: 45,
      post: 32,
      void: 15,
    }),
  },
  compose: (values) => ({
    ...commonParts(values),
    requests: {
      create_transfers: 78,
      lookup_accounts: 8,
      lookup_transfers: 10,
      get_change_events: 4,
    },
    transfers: values.transfers,
    timeoutMax: values.timeoutMax,
  }),
});
