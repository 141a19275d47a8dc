import { createAccountStatus, createTransferStatus } from '../ledger/statuses.ts';

/**
 * What a status says of the id that was given: `early` nothing, since the event was refused before
 * anybody looked for the id; `late` that nothing of that id is there, nor was it used up.
 */
export type Meaning =
  | 'early'
  | 'created'
  | 'exists'
  | 'exists otherwise'
  | 'fails for good'
  | 'has failed'
  | 'late';

const early: readonly string[] = [
  'linked_event_failed',
  'linked_event_chain_open',
  'imported_event_expected',
  'imported_event_not_expected',
  'timestamp_must_be_zero',
  'imported_event_timestamp_out_of_range',
  'imported_event_timestamp_must_not_advance',
  'reserved_field',
  'reserved_flag',
  'id_must_not_be_zero',
  'id_must_not_be_int_max',
];

/** They depend on the moment, so the id of a transfer is used up (facts 4.9). */
const forGood: readonly string[] = [
  'debit_account_not_found',
  'credit_account_not_found',
  'pending_transfer_not_found',
  'exceeds_credits',
  'exceeds_debits',
  'debit_account_already_closed',
  'credit_account_already_closed',
];

/** By number: what each status of the creates of accounts says, and of those of transfers. */
export const accountMeanings = meaningsOf(createAccountStatus);
export const transferMeanings = meaningsOf(createTransferStatus);

function meaningsOf(statuses: Readonly<Record<string, number>>): ReadonlyMap<number, Meaning> {
  return new Map(Object.entries(statuses).map(([name, status]) => [status, meaningOf(name)]));
}

function meaningOf(name: string): Meaning {
  if (name === 'created') return 'created';
  if (name === 'exists') return 'exists';
  if (name === 'id_already_failed') return 'has failed';
  if (name.startsWith('exists_with_different_')) return 'exists otherwise';
  if (early.includes(name)) return 'early';
  return forGood.includes(name) ? 'fails for good' : 'late';
}
