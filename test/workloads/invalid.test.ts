import { expect, test } from 'vitest';
import { createAccountStatus, createTransferStatus } from '../../harness/ledger/statuses.ts';
import { invalid } from '../../workloads/kinds/invalid.ts';
import { statusTally } from './status-tally.ts';

const statuses = [
  ...Object.keys(createAccountStatus).map((status) => `create_accounts ${status}`),
  ...Object.keys(createTransferStatus).map((status) => `create_transfers ${status}`),
];

/** What no request can be answered with, and why. */
const unreachable: Readonly<Record<string, string>> = {
  'create_transfers amount_must_not_be_zero':
    'Only clients before 0.16.0 were told so: since then an amount of zero is a good one.',
};

/** What is beyond the clock of a run, which begins in 2026. */
const later = 'create_transfers overflows_timeout';

test('reaches every status that can be', () => {
  const tally = statusTally(invalid, { seeds: ['one', 'two', 'three'], requests: 1500 });
  const wanted = statuses.filter((status) => !(status in unreachable) && status !== later);
  expect(tally.lacks(wanted)).toEqual([]);
  expect(Object.keys(unreachable).filter((status) => tally.of(status) > 0)).toEqual([]);
  expect(tally.of(later)).toBe(0);
});

test('in the year 2191 a time-out reaches beyond the end of time', () => {
  const from = 7_000_000_000_000_000_000n;
  const tally = statusTally(invalid, { seeds: ['one', 'two', 'three'], requests: 1000, from });
  expect(tally.of(later)).toBeGreaterThan(0);
});
