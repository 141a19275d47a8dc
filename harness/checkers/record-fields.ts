import { account, accountBalance, changeEvent, createResult, transfer } from '../ledger/layouts.ts';
import { operations } from '../ledger/operations.ts';
import { accountStatusName, transferStatusName } from '../ledger/statuses.ts';
import { viewOf } from './batches.ts';

/** What the replies of an operation consist of. */
export interface ReplyRecord {
  readonly name: string;
  readonly size: number;
  /** Every byte of the record belongs to one field. */
  readonly fields: readonly RecordField[];
  readonly multiBatch: boolean;
}

export interface RecordField {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** In words where it has a name, otherwise as a number. */
  readonly describe: (value: bigint) => string;
}

type Layout = Readonly<Record<string, number>> & { readonly size: number };

const digits = (value: bigint): string => value.toString();

function record(
  name: string,
  layout: Layout,
  { multiBatch = true, describe = {} as Readonly<Record<string, RecordField['describe']>> } = {},
): ReplyRecord {
  const starts = Object.entries(layout)
    .filter(([field]) => field !== 'size')
    .toSorted((a, b) => a[1] - b[1]);
  const fields = starts.map(([field, offset], position) => ({
    name: field,
    offset,
    size: (starts[position + 1]?.[1] ?? layout.size) - offset,
    describe: describe[field] ?? digits,
  }));
  return { name, size: layout.size, fields, multiBatch };
}

const accountStatus = { status: (value: bigint): string => accountStatusName(Number(value)) };
const transferStatus = { status: (value: bigint): string => transferStatusName(Number(value)) };

const records: ReadonlyMap<number, ReplyRecord> = new Map([
  [operations.create_accounts, record('event', createResult, { describe: accountStatus })],
  [operations.create_transfers, record('event', createResult, { describe: transferStatus })],
  [operations.lookup_accounts, record('account', account)],
  [operations.query_accounts, record('account', account)],
  [operations.lookup_transfers, record('transfer', transfer)],
  [operations.get_account_transfers, record('transfer', transfer)],
  [operations.query_transfers, record('transfer', transfer)],
  [operations.get_account_balances, record('balance', accountBalance)],
  [operations.get_change_events, record('change event', changeEvent, { multiBatch: false })],
]);

/** Undefined for an operation whose replies hold no records. */
export function replyRecord(operation: number): ReplyRecord | undefined {
  return records.get(operation);
}

/** The field's value in the record at `at`, in words. */
export function describeField(bytes: Uint8Array, at: number, field: RecordField): string {
  const view = viewOf(bytes);
  let value = 0n;
  for (let byte = field.size - 1; byte >= 0; byte--) {
    value = (value << 8n) | BigInt(view.getUint8(at + field.offset + byte));
  }
  return field.describe(value);
}
