import { assert } from '../assert.ts';
import {
  account,
  accountBalance,
  accountFilter,
  changeEvent,
  changeEventsFilter,
  createResult,
  queryFilter,
  transfer,
} from './layouts.ts';

/**
 * Records as people read and write them: for workloads, recordings and reports. 64- and 128-bit
 * fields are bigints, all others numbers. The ledger itself works on the bytes.
 */

export interface Account {
  id: bigint;
  debits_pending: bigint;
  debits_posted: bigint;
  credits_pending: bigint;
  credits_posted: bigint;
  user_data_128: bigint;
  user_data_64: bigint;
  user_data_32: number;
  reserved: number;
  ledger: number;
  code: number;
  flags: number;
  timestamp: bigint;
}

/**
 * A transfer: amounts and ids are 128 bits wide, `timeout` is in seconds, `timestamp` in ns since
 * 1970.
 */
export interface Transfer {
  id: bigint;
  debit_account_id: bigint;
  credit_account_id: bigint;
  amount: bigint;
  pending_id: bigint;
  user_data_128: bigint;
  user_data_64: bigint;
  user_data_32: number;
  timeout: number;
  ledger: number;
  code: number;
  flags: number;
  timestamp: bigint;
}

/** What an event of a create is answered with; `timestamp` in ns since 1970. */
export interface CreateResult {
  timestamp: bigint;
  /** `created` is 4294967295. */
  status: number;
}

/**
 * Which transfers or balances of an account are asked for; timestamps in ns since 1970, 0 for no
 * bound.
 */
export interface AccountFilter {
  account_id: bigint;
  user_data_128: bigint;
  user_data_64: bigint;
  user_data_32: number;
  code: number;
  timestamp_min: bigint;
  timestamp_max: bigint;
  limit: number;
  flags: number;
}

/**
 * What accounts or transfers are asked for: fields that are zero match all; timestamps in ns since
 * 1970.
 */
export interface QueryFilter {
  user_data_128: bigint;
  user_data_64: bigint;
  user_data_32: number;
  ledger: number;
  code: number;
  timestamp_min: bigint;
  timestamp_max: bigint;
  limit: number;
  flags: number;
}

/**
 * The balances of an account as a transfer left them; `timestamp` is that transfer's, in ns since
 * 1970.
 */
export interface AccountBalance {
  debits_pending: bigint;
  debits_posted: bigint;
  credits_pending: bigint;
  credits_posted: bigint;
  timestamp: bigint;
}

/** Which change events are asked for; timestamps in ns since 1970, 0 for no bound. */
export interface ChangeEventsFilter {
  timestamp_min: bigint;
  timestamp_max: bigint;
  limit: number;
}

/** Has the fields of the layout `changeEvent`. */
export type ChangeEvent = {
  [name in Exclude<keyof typeof changeEvent, 'size' | 'reserved'>]: name extends NumberField
    ? number
    : bigint;
};

type NumberField =
  | `${string}user_data_32`
  | `${string}timeout`
  | `${string}code`
  | `${string}flags`
  | 'ledger'
  | 'type';

/** Bytes of a field. */
type Width = 1 | 2 | 4 | 8 | 16;

export interface Field {
  readonly name: string;
  readonly offset: number;
  readonly width: Width;
}

/** A record's size in bytes and its fields in the order of the layout; reserved bytes left out. */
export interface RecordLayout {
  readonly size: number;
  readonly fields: readonly Field[];
}

const width32 = /user_data_32$|^timeout$|_timeout$|^ledger$|^limit$|^status$|^reserved$/;
const width16 = /code$|flags$/;
const width64 = /user_data_64$|timestamp(_min|_max)?$/;

/** The layouts name offsets; the fields' names tell their widths, except where `widths` does. */
function layoutOf(
  offsets: Readonly<Record<string, number>> & { readonly size: number },
  skipped: readonly string[],
  widths: Readonly<Record<string, Width>> = {},
): RecordLayout {
  const fields: Field[] = [];
  for (const [name, offset] of Object.entries(offsets)) {
    if (name === 'size' || skipped.includes(name)) continue;
    fields.push({ name, offset, width: widths[name] ?? widthOf(name) });
  }
  return { size: offsets.size, fields };
}

function widthOf(name: string): Width {
  if (width32.test(name)) return 4;
  if (width16.test(name)) return 2;
  return width64.test(name) ? 8 : 16;
}

export const accountLayout = layoutOf(account, []);
export const transferLayout = layoutOf(transfer, []);
export const createResultLayout = layoutOf(createResult, ['reserved']);
export const accountFilterLayout = layoutOf(accountFilter, ['reserved'], { flags: 4 });
export const queryFilterLayout = layoutOf(queryFilter, ['reserved'], { flags: 4 });
export const accountBalanceLayout = layoutOf(accountBalance, ['reserved']);
export const changeEventsFilterLayout = layoutOf(changeEventsFilter, ['reserved']);
export const changeEventLayout = layoutOf(changeEvent, ['reserved'], { type: 1 });

/** Writes `record` at `offset`; fields that it does not have are zero. */
export function writeRecord(
  layout: RecordLayout,
  record: object,
  bytes: Uint8Array,
  offset: number,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = record as Readonly<Record<string, bigint | number | undefined>>;
  bytes.fill(0, offset, offset + layout.size);
  for (const field of layout.fields) {
    const value = values[field.name];
    if (value !== undefined) writeField(view, offset + field.offset, field.width, value);
  }
}

export function readRecord(
  layout: RecordLayout,
  bytes: Uint8Array,
  offset: number,
): Record<string, bigint | number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const record: Record<string, bigint | number> = {};
  for (const field of layout.fields) {
    record[field.name] = readField(view, offset + field.offset, field.width);
  }
  return record;
}

function writeField(view: DataView, at: number, width: Width, value: bigint | number): void {
  assert(value >= 0, 'fields are unsigned');
  switch (width) {
    case 1:
      view.setUint8(at, Number(value));
      break;
    case 2:
      view.setUint16(at, Number(value), true);
      break;
    case 4:
      view.setUint32(at, Number(value), true);
      break;
    case 8:
      view.setBigUint64(at, BigInt(value), true);
      break;
    default:
      view.setBigUint64(at, BigInt(value), true);
      view.setBigUint64(at + 8, BigInt(value) >> 64n, true);
  }
}

function readField(view: DataView, at: number, width: Width): bigint | number {
  switch (width) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true);
    case 4:
      return view.getUint32(at, true);
    case 8:
      return view.getBigUint64(at, true);
    default:
      return view.getBigUint64(at, true) | (view.getBigUint64(at + 8, true) << 64n);
  }
}
