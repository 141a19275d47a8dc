import { describe, expect, test } from 'vitest';
import {
  accountStatusName,
  createAccountStatus,
  createTransferStatus,
  transferStatusName,
} from '../../harness/ledger/statuses.ts';
import { accountKinds, accountScene, isPossibleAccount } from './account-scene.ts';
import { playScript } from './agreement.ts';
import type { Script } from './commands.ts';
import { disagreementTable } from './disagreement-table.ts';
import { bothTraits, type PrecedenceRow, readPrecedence, type Traits } from './precedence-table.ts';
import { isPossibleTransfer, transferKinds, transferScene } from './transfer-scene.ts';

interface Table {
  readonly file: string;
  readonly statuses: readonly string[];
  readonly nameOf: (status: number) => string;
  readonly rows: readonly PrecedenceRow[];
  readonly isPossible: (kind: string, traits: Traits) => boolean;
  readonly scene: (kind: string, traits: Traits) => Script;
  /** How many pairs of statuses an event can have both of, kind by kind. */
  readonly pairs: number;
  /** Neighbours in the table that are never both true of an event. */
  readonly apart: readonly string[];
}

/** Both speak of one field, or the one of what is not there. */
const apartInBoth = [
  'imported_event_expected, imported_event_not_expected',
  'imported_event_not_expected, timestamp_must_be_zero',
  'timestamp_must_be_zero, imported_event_timestamp_out_of_range',
  'imported_event_timestamp_out_of_range, imported_event_timestamp_must_not_advance',
  'id_must_not_be_zero, id_must_not_be_int_max',
  'id_must_not_be_int_max, exists_with_different_flags',
  'exists_with_different_flags, exists_with_different_flags',
];
const apartInTransfers = [
  'exists, id_already_failed',
  'pending_id_must_not_be_zero, pending_id_must_not_be_int_max',
  'pending_id_must_not_be_int_max, pending_id_must_be_different',
  'pending_id_must_be_different, debit_account_id_must_not_be_zero',
  'debit_account_id_must_not_be_zero, debit_account_id_must_not_be_int_max',
  'credit_account_id_must_not_be_zero, credit_account_id_must_not_be_int_max',
  'credit_account_id_must_not_be_int_max, accounts_must_be_different',
  'transfer_must_have_the_same_ledger_as_accounts, pending_transfer_not_found',
  'pending_transfer_not_found, pending_transfer_not_pending',
  'exceeds_pending_transfer_amount, pending_transfer_has_different_amount',
  'pending_transfer_already_posted, pending_transfer_already_voided',
  'pending_transfer_already_voided, pending_transfer_expired',
];

const tables: readonly Table[] = [
  {
    file: 'create-accounts.txt',
    statuses: Object.keys(createAccountStatus),
    nameOf: accountStatusName,
    rows: readPrecedence('create-accounts.txt', accountKinds),
    isPossible: isPossibleAccount,
    scene: accountScene,
    pairs: 342,
    apart: [...apartInBoth, 'exists, flags_are_mutually_exclusive'],
  },
  {
    file: 'create-transfers.txt',
    // One is given to clients older than release 0.16 only.
    statuses: Object.keys(createTransferStatus).filter((name) => !name.startsWith('amount_must')),
    nameOf: transferStatusName,
    rows: readPrecedence('create-transfers.txt', transferKinds),
    isPossible: isPossibleTransfer,
    scene: transferScene,
    pairs: 2580,
    apart: [...apartInBoth, ...apartInTransfers],
  },
];

describe.each(tables)('$file', (table) => {
  const { rows } = table;

  test('lists all statuses', () => {
    const listed = new Set(['created', ...rows.map(({ status }) => status)]);
    expect([...listed].toSorted()).toEqual([...table.statuses].toSorted());
  });

  test.each(rows)('$status, where nothing else is wrong', ({ status, kinds, traits }) => {
    for (const kind of kinds) expect([kind, answer(table, kind, traits)]).toEqual([kind, status]);
  });

  let pairs = 0;
  test.each(rows)('$status comes before all that follow', (row) => {
    for (const later of rows.slice(rows.indexOf(row) + 1)) {
      for (const kind of row.kinds) {
        const both = together(table, kind, row, later);
        if (both === null) continue;
        const said = answer(table, kind, both);
        expect([kind, later.status, said]).toEqual([kind, later.status, row.status]);
        pairs++;
      }
    }
  });

  test('is tested in pairs, as many as can be', () => {
    expect(pairs).toBe(table.pairs);
  });

  test('is tested for neighbours, but for those that no event can have at once', () => {
    const apart = rows.slice(1).flatMap((later, index) => {
      const row = rows[index] as PrecedenceRow;
      if (row.kinds.some((kind) => together(table, kind, row, later) !== null)) return [];
      return [`${row.status}, ${later.status}`];
    });
    expect(apart).toEqual(table.apart);
  });
});

/** What an event is that has both statuses; null where none of the kind can. */
function together(table: Table, kind: string, a: PrecedenceRow, b: PrecedenceRow): Traits | null {
  if (!a.kinds.includes(kind) || !b.kinds.includes(kind)) return null;
  const both = bothTraits(a.traits, b.traits);
  return both !== null && table.isPossible(kind, both) ? both : null;
}

/** What the last event is told, by oracle and ledger alike. */
function answer(table: Table, kind: string, traits: Traits): string {
  const script = table.scene(kind, traits);
  const played = playScript(script);
  if (played.disagrees) return disagreementTable(script, played);
  return table.nameOf(Number(played.steps.at(-1)?.oracle[0]?.at(-1)?.['status']));
}
