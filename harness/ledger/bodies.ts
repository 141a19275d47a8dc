import { assert } from '../assert.ts';
import { createResult } from './layouts.ts';
import { decodeTrailer, encodeBody, trailerSize } from './multi-batch.ts';
import { operationSizes } from './operation-sizes.ts';
import { type OperationName, operations } from './operations.ts';
import {
  type Account,
  type AccountBalance,
  type AccountFilter,
  accountBalanceLayout,
  accountFilterLayout,
  accountLayout,
  type ChangeEvent,
  type ChangeEventsFilter,
  type CreateResult,
  changeEventLayout,
  changeEventsFilterLayout,
  createResultLayout,
  type QueryFilter,
  queryFilterLayout,
  type RecordLayout,
  readRecord,
  type Transfer,
  transferLayout,
  writeRecord,
} from './records.ts';

/** The operations that clients ask of a ledger. */
export type RequestName = Exclude<OperationName, 'root' | 'register' | 'noop' | 'pulse'>;

/** What a request of each operation holds; fields left out are zero. Look-ups hold ids. */
export interface RequestEvents {
  create_accounts: Partial<Account>;
  create_transfers: Partial<Transfer>;
  lookup_accounts: bigint;
  lookup_transfers: bigint;
  get_account_transfers: Partial<AccountFilter>;
  get_account_balances: Partial<AccountFilter>;
  query_accounts: Partial<QueryFilter>;
  query_transfers: Partial<QueryFilter>;
  get_change_events: Partial<ChangeEventsFilter>;
}

/** What a reply of each operation holds. */
export interface ReplyResults {
  create_accounts: CreateResult;
  create_transfers: CreateResult;
  lookup_accounts: Account;
  lookup_transfers: Transfer;
  get_account_transfers: Transfer;
  get_account_balances: AccountBalance;
  query_accounts: Account;
  query_transfers: Transfer;
  get_change_events: ChangeEvent;
}

const idLayout: RecordLayout = { size: 16, fields: [{ name: 'id', offset: 0, width: 16 }] };

interface BodyLayouts {
  readonly event: RecordLayout;
  readonly result: RecordLayout;
}

const layouts: Readonly<Record<RequestName, BodyLayouts>> = {
  create_accounts: { event: accountLayout, result: createResultLayout },
  create_transfers: { event: transferLayout, result: createResultLayout },
  lookup_accounts: { event: idLayout, result: accountLayout },
  lookup_transfers: { event: idLayout, result: transferLayout },
  get_account_transfers: { event: accountFilterLayout, result: transferLayout },
  get_account_balances: { event: accountFilterLayout, result: accountBalanceLayout },
  query_accounts: { event: queryFilterLayout, result: accountLayout },
  query_transfers: { event: queryFilterLayout, result: transferLayout },
  get_change_events: { event: changeEventsFilterLayout, result: changeEventLayout },
};

export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(layouts, name);
}

export function eventLayout(name: RequestName): RecordLayout {
  return layouts[name].event;
}

export function resultLayout(name: RequestName): RecordLayout {
  return layouts[name].result;
}

/** The body of a request that holds one batch. */
export function encodeBatch<Name extends RequestName>(
  name: Name,
  events: readonly RequestEvents[Name][],
): Uint8Array {
  return encodeBatches(name, [events]);
}

/** The body of a request that holds several batches. */
export function encodeBatches<Name extends RequestName>(
  name: Name,
  batches: readonly (readonly RequestEvents[Name][])[],
): Uint8Array {
  const encoded = batches.map((events) => encodeEvents(name, events));
  if (name !== 'get_change_events') return encodeBody(layouts[name].event.size, encoded);
  assert(batches.length === 1 && batches[0]?.length === 1, 'change events take one filter');
  return encoded[0] as Uint8Array;
}

/** The bytes of events back to back, without a trailer. */
export function encodeEvents<Name extends RequestName>(
  name: Name,
  events: readonly RequestEvents[Name][],
): Uint8Array {
  const layout = layouts[name].event;
  const bytes = new Uint8Array(events.length * layout.size);
  for (const [index, event] of events.entries()) {
    const record = typeof event === 'bigint' ? { id: event } : (event as object);
    writeRecord(layout, record, bytes, index * layout.size);
  }
  return bytes;
}

/** The events of a request's body, whatever the batch; look-ups' ids as bigints. */
export function decodeRequest<Name extends RequestName>(
  name: Name,
  body: Uint8Array,
): Required<RequestEvents[Name]>[] {
  const records = readRecords(layouts[name].event, body, countEvents(operations[name], body));
  const isLookup = layouts[name].event === idLayout;
  return (isLookup ? records.map((record) => record.id) : records) as Required<
    RequestEvents[Name]
  >[];
}

/** The results of a reply's body, whatever the batch. */
export function decodeReply<Name extends RequestName>(
  name: Name,
  body: Uint8Array,
): ReplyResults[Name][] {
  const count = countResults(operations[name], body);
  return readRecords(layouts[name].result, body, count) as unknown as ReplyResults[Name][];
}

/** The results of a reply's body, batch by batch. */
export function decodeReplyBatches<Name extends RequestName>(
  name: Name,
  body: Uint8Array,
): ReplyResults[Name][][] {
  const results = decodeReply(name, body);
  if (name === 'get_change_events') return [results];
  const batches: ReplyResults[Name][][] = [];
  let at = 0;
  for (const count of decodeTrailer(layouts[name].result.size, body) ?? []) {
    batches.push(results.slice(at, at + count));
    at += count;
  }
  return batches;
}

function readRecords(
  layout: RecordLayout,
  body: Uint8Array,
  count: number,
): Record<string, bigint | number>[] {
  return Array.from({ length: count }, (_, index) => readRecord(layout, body, index * layout.size));
}

/** How many events a request's body holds, in all of its batches; 0 where it is not well-formed. */
export function countEvents(operation: number, body: Uint8Array): number {
  const sizes = operationSizes(operation);
  return sizes === undefined ? 0 : countElements(sizes.multiBatch, sizes.event, body);
}

/** How many results a reply's body holds, in all of its batches; 0 where it is not well-formed. */
export function countResults(operation: number, body: Uint8Array): number {
  const sizes = operationSizes(operation);
  return sizes === undefined ? 0 : countElements(sizes.multiBatch, sizes.result, body);
}

function countElements(multiBatch: boolean, size: number, body: Uint8Array): number {
  if (!multiBatch) return Math.floor(body.length / size);
  const counts = decodeTrailer(size, body);
  return counts === undefined ? 0 : (body.length - trailerSize(size, counts.length)) / size;
}

/** The status of result `index` in the reply to a create, counted over all batches. */
export function readStatus(reply: Uint8Array, index: number): number {
  const at = index * createResult.size + createResult.status;
  const low = (reply[at] as number) | ((reply[at + 1] as number) << 8);
  const high = (reply[at + 2] as number) | ((reply[at + 3] as number) << 8);
  return ((high << 16) | low) >>> 0;
}

/** The timestamp of result `index` in the reply to a create, in nanoseconds since 1970. */
export function readResultTimestamp(reply: Uint8Array, index: number): bigint {
  const view = new DataView(reply.buffer, reply.byteOffset, reply.length);
  return view.getBigUint64(index * createResult.size + createResult.timestamp, true);
}
