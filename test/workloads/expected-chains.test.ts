import { expect, test } from 'vitest';
import { createTransferStatus as status } from '../../harness/ledger/statuses.ts';
import { chainedStatuses } from '../../workloads/expected-chains.ts';

const { created, linked_event_failed: failed, linked_event_chain_open: open } = status;
const { exists, id_must_not_be_zero: zero } = status;

/** By letter: what an event alone may be answered with, and (in capitals) that it is linked. */
const own: Readonly<Record<string, readonly number[]>> = {
  c: [created],
  m: [created, exists],
  f: [zero],
};

function chained(batch: string): number[][] {
  const events = batch.split('');
  const sets = events.map((letter) => new Set(own[letter.toLowerCase()]));
  const linked = events.map((letter) => letter !== letter.toLowerCase());
  return chainedStatuses(sets, linked).map((statuses) => [...statuses]);
}

test.each<[string, string, number[][]]>([
  ['events on their own', 'cmf', [[created], [created, exists], [zero]]],
  ['a chain that cannot fail', 'Ccc', [[created], [created], [created]]],
  [
    'a chain that may fail',
    'Cm',
    [
      [created, failed],
      [created, exists, failed],
    ],
  ],
  ['a chain that must fail', 'CFCc', [[failed], [zero], [failed], [failed]]],
  [
    'a failure behind one that may fail',
    'Mf',
    [
      [exists, failed],
      [zero, failed],
    ],
  ],
  ['a chain left open', 'cCM', [[created], [failed], [open]]],
  ['a chain left open behind a failure', 'FC', [[zero], [open]]],
  ['one event, left open', 'F', [[open]]],
  ['no events', '', []],
])('%s: %s', (_, batch, statuses) => {
  expect(chained(batch)).toEqual(statuses);
});
