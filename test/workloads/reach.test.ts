import { expect, test } from 'vitest';
import type { WorkloadKind } from '../../harness/workload.ts';
import { balancing } from '../../workloads/kinds/balancing.ts';
import { closing } from '../../workloads/kinds/closing.ts';
import { history } from '../../workloads/kinds/history.ts';
import { hotAccount } from '../../workloads/kinds/hot-account.ts';
import { imported } from '../../workloads/kinds/imported.ts';
import { linkedChains } from '../../workloads/kinds/linked-chains.ts';
import { queries } from '../../workloads/kinds/queries.ts';
import { retries } from '../../workloads/kinds/retries.ts';
import { transfers } from '../../workloads/kinds/transfers.ts';
import { twoPhase } from '../../workloads/kinds/two-phase.ts';
import { statusTally } from './status-tally.ts';

const accounts = (...names: string[]): string[] => names.map((name) => `create_accounts ${name}`);
const statuses = (...names: string[]): string[] => names.map((name) => `create_transfers ${name}`);

const ofTheMoment = [
  'imported_event_expected',
  'imported_event_not_expected',
  'imported_event_timestamp_out_of_range',
  'imported_event_timestamp_must_not_advance',
  'imported_event_timestamp_must_not_regress',
];

/** What each workload is for, and how often two short runs of it meet that at least. */
const purposes: readonly [WorkloadKind, number, readonly string[]][] = [
  [transfers, 50_000, ['create_transfers created', 'single-phase transfers']],
  [
    twoPhase,
    20,
    [
      'pending transfers',
      'posted transfers',
      'voided transfers',
      'expired transfers',
      ...statuses(
        'pending_transfer_not_found',
        'pending_transfer_not_pending',
        'pending_transfer_has_different_debit_account_id',
        'pending_transfer_has_different_credit_account_id',
        'pending_transfer_has_different_ledger',
        'pending_transfer_has_different_code',
        'exceeds_pending_transfer_amount',
        'pending_transfer_has_different_amount',
        'pending_transfer_already_posted',
        'pending_transfer_already_voided',
        'pending_transfer_expired',
      ),
    ],
  ],
  [
    linkedChains,
    20,
    [
      ...statuses('linked_event_failed', 'linked_event_chain_open', 'created'),
      ...accounts('linked_event_failed', 'linked_event_chain_open', 'created'),
    ],
  ],
  [
    balancing,
    100,
    [...statuses('created', 'exceeds_credits', 'exceeds_debits'), 'pending transfers'],
  ],
  [
    closing,
    100,
    [
      ...statuses('debit_account_already_closed', 'credit_account_already_closed'),
      'pending transfers',
      'voided transfers',
      'expired transfers',
    ],
  ],
  [
    imported,
    10,
    [
      ...accounts('created', ...ofTheMoment),
      ...statuses(
        'created',
        ...ofTheMoment,
        'imported_event_timestamp_must_postdate_debit_account',
        'imported_event_timestamp_must_postdate_credit_account',
        'imported_event_timeout_must_be_zero',
      ),
      'posted transfers',
      'voided transfers',
      'expired transfers',
    ],
  ],
  [history, 300, ['get_account_balances', 'create_transfers created']],
  [
    queries,
    50,
    [
      'get_account_transfers',
      'get_account_balances',
      'query_accounts',
      'query_transfers',
      'get_change_events',
    ],
  ],
  [
    retries,
    20,
    [
      ...accounts('exists', 'exists_with_different_flags'),
      ...statuses(
        'exists',
        'exists_with_different_flags',
        'exists_with_different_pending_id',
        'exists_with_different_timeout',
        'exists_with_different_debit_account_id',
        'exists_with_different_credit_account_id',
        'exists_with_different_amount',
        'exists_with_different_user_data_128',
        'exists_with_different_user_data_64',
        'exists_with_different_user_data_32',
        'exists_with_different_ledger',
        'exists_with_different_code',
        'id_already_failed',
      ),
    ],
  ],
  [hotAccount, 100, statuses('created', 'exceeds_credits', 'exceeds_debits')],
];

test.each(purposes)('$name meets what it is for', (kind, least, wanted) => {
  const tally = statusTally(kind, { seeds: ['one', 'two'], requests: 700 });
  expect(tally.lacks(wanted, least)).toEqual([]);
});

test('transfers are all created', () => {
  const tally = statusTally(transfers, { seeds: ['one'], requests: 50 });
  const others = [...tally.counts.keys()].filter((what) => what.startsWith('create_transfers '));
  expect(others).toEqual(['create_transfers created']);
});
