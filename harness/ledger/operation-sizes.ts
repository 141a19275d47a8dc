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
import { trailerSize } from './multi-batch.ts';
import { operations } from './operations.ts';

export interface OperationSizes {
  /** Bytes of one event in a request and of one result in a reply. */
  readonly event: number;
  readonly result: number;
  /** Whether bodies carry the trailer of several batches. */
  readonly multiBatch: boolean;
  /** Whether a batch holds any number of events, each with at most one result; otherwise one. */
  readonly batchable: boolean;
}

const id = 16;

const sizes: ReadonlyMap<number, OperationSizes> = new Map([
  [operations.create_accounts, events(account.size, createResult.size)],
  [operations.create_transfers, events(transfer.size, createResult.size)],
  [operations.lookup_accounts, events(id, account.size)],
  [operations.lookup_transfers, events(id, transfer.size)],
  [operations.get_account_transfers, filter(accountFilter.size, transfer.size)],
  [operations.get_account_balances, filter(accountFilter.size, accountBalance.size)],
  [operations.query_accounts, filter(queryFilter.size, account.size)],
  [operations.query_transfers, filter(queryFilter.size, transfer.size)],
  [
    operations.get_change_events,
    {
      event: changeEventsFilter.size,
      result: changeEvent.size,
      multiBatch: false,
      batchable: false,
    },
  ],
]);

function events(event: number, result: number): OperationSizes {
  return { event, result, multiBatch: true, batchable: true };
}

function filter(event: number, result: number): OperationSizes {
  return { event, result, multiBatch: true, batchable: false };
}

/** Undefined for a pulse, which has neither events nor results, and for what is no operation. */
export function operationSizes(operation: number): OperationSizes | undefined {
  return sizes.get(operation);
}

/** The operations that have sizes. */
export function knownOperations(): Iterable<number> {
  return sizes.keys();
}

export interface SizeLimits {
  /** Bytes of the largest message without its header: what a reply may hold. */
  readonly messageBodySizeMax: number;
  /** Bytes of the largest request's body that is accepted. */
  readonly batchSizeLimit: number;
}

/** The highest number of events in a batch, so that both request and reply fit into a body. */
export function eventMax(operation: number, limits: SizeLimits): number {
  const size = sizes.get(operation);
  assert(size !== undefined && size.multiBatch, 'only multi-batch operations have many events');
  return Math.min(
    Math.floor((limits.batchSizeLimit - trailerSize(size.event, 1)) / size.event),
    Math.floor((limits.messageBodySizeMax - trailerSize(size.result, 1)) / size.result),
  );
}

/** The highest number of results that a batch is answered with; a query's limit is capped to it. */
export function resultMax(operation: number, limits: SizeLimits): number {
  const size = sizes.get(operation);
  assert(size !== undefined, 'only operations with results have a highest number of them');
  if (size.batchable) return eventMax(operation, limits);
  if (size.multiBatch) {
    return Math.floor((limits.messageBodySizeMax - trailerSize(size.result, 1)) / size.result);
  }
  // Change events: both accounts of each must be found by one look-up, without a trailer.
  const lookupMax = Math.min(
    Math.floor(limits.batchSizeLimit / id),
    Math.floor(limits.messageBodySizeMax / account.size),
  );
  return Math.min(Math.floor(limits.messageBodySizeMax / size.result), Math.floor(lookupMax / 2));
}

/** How many transfers a pulse may expire. */
export function expiryMax(limits: SizeLimits): number {
  return Math.floor(limits.batchSizeLimit / transfer.size);
}

/** How many nanoseconds a pulse reserves, whatever requests are limited to. */
export function pulseTimestamps(limits: SizeLimits): number {
  return Math.floor(limits.messageBodySizeMax / transfer.size);
}
