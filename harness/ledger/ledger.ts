import { assert } from '../assert.ts';
import type { StateMachine, Table, TableSnapshot } from '../environment.ts';
import { CreateAccounts } from './create-accounts.ts';
import type { CreateBatch } from './create-batch.ts';
import { CreateTransfers } from './create-transfers.ts';
import { digest } from './digest.ts';
import { getAccountBalances } from './get-account-balances.ts';
import { getAccountTransfers } from './get-account-transfers.ts';
import { getChangeEvents } from './get-change-events.ts';
import { accountFilter, createResult, queryFilter } from './layouts.ts';
import { copyRecords, lookup } from './lookup.ts';
import {
  batchCountOf,
  batchLength,
  copyTrailer,
  countBatches,
  decodeTrailer,
  trailerSize,
  writeTrailer,
} from './multi-batch.ts';
import {
  expiryMax,
  knownOperations,
  operationSizes,
  pulseTimestamps,
  resultMax,
  type SizeLimits,
} from './operation-sizes.ts';
import { operationName, operations } from './operations.ts';
import { expiryDue, pulse } from './pulse.ts';
import { queryAccounts } from './query-accounts.ts';
import { queryTransfers } from './query-transfers.ts';
import type { RecordTable } from './record-table.ts';
import { recordWords, wordsOf } from './record-words.ts';
import { Rules } from './rules.ts';
import { restoreState, Snapshots } from './snapshot.ts';
import { State } from './state.ts';
import { highOf, lowOf, nanosecondsBetween } from './timestamps.ts';

export interface LedgerOptions {
  /** Bytes: the largest message minus its header of 256. */
  readonly messageBodySizeMax: number;
  /** Bytes: the largest request's body that is accepted; as large as a message if left out. */
  readonly batchSizeLimit?: number;
  /** The rules by which transfers change accounts; TigerBeetle's unless others are given. */
  readonly rules?: new (
    state: State,
  ) => Rules;
}

type Query = (state: State, filter: Int32Array, at: number, limitMax: number) => Int32Array;

/** Bytes of an event that creates something: accounts and transfers are of one size. */
const eventSize = recordWords * 4;
const timestampEnd = 1n << 63n;
const empty = new Uint8Array(0);

/** TigerBeetle's accounting of release 0.17: requests in, replies out, as bytes. */
export class Ledger implements StateMachine {
  private readonly limits: SizeLimits;
  /** By operation: how many results a batch may have. */
  private readonly resultMaxes = new Int32Array(256);
  private readonly rulesOf: new (
    state: State,
  ) => Rules;
  private state!: State;
  private rules!: Rules;
  private createAccounts!: CreateAccounts;
  private createTransfers!: CreateTransfers;
  private snapshots!: Snapshots;
  /** Where results are written: a small reply of its own words would cost more than its events. */
  private readonly results: Int32Array;
  private readonly resultBytes: Uint8Array;

  constructor(options: LedgerOptions) {
    const { messageBodySizeMax, batchSizeLimit = messageBodySizeMax } = options;
    assert(batchSizeLimit >= 1024, 'a request holds at least 1024 bytes');
    assert(batchSizeLimit <= messageBodySizeMax, 'a request is no larger than a message');
    this.limits = { messageBodySizeMax, batchSizeLimit };
    for (const known of knownOperations()) {
      this.resultMaxes[known] = resultMax(known, this.limits);
    }
    this.rulesOf = options.rules ?? Rules;
    this.begin(new State());
    const eventsMax = Math.floor(batchSizeLimit / eventSize);
    this.results = new Int32Array((eventsMax * createResult.size) / 4);
    this.resultBytes = bytesOf(this.results);
  }

  valid(operation: number, body: Uint8Array): boolean {
    if (body.length > this.limits.batchSizeLimit) return false;
    if (operation === operations.pulse) return body.length === 0;
    const sizes = operationSizes(operation);
    if (sizes === undefined) return false;
    if (!sizes.multiBatch) return body.length === sizes.event;
    const batches = countBatches(sizes.event, body);
    if (batches === 0) return false;
    const max = this.resultMaxes[operation] as number;
    let results = 0;
    for (let batch = 0; batch < batches; batch++) {
      const count = batchLength(body, batch);
      if (sizes.batchable) {
        if (count > max) return false;
        results += count;
      } else {
        if (count !== 1) return false;
        results += Math.min(readLimit(operation, body, batch * sizes.event), max);
      }
    }
    const replySize = results * sizes.result + trailerSize(sizes.result, batches);
    return replySize <= this.limits.messageBodySizeMax;
  }

  timestamps(operation: number, body: Uint8Array): number {
    if (operation === operations.pulse) return pulseTimestamps(this.limits);
    if (!creates(operation)) return 0;
    assert(countBatches(eventSize, body) > 0, 'only a valid body reserves timestamps');
    return countEvents(body);
  }

  pulseNeeded(timestamp: bigint): boolean {
    return expiryDue(this.state, this.rules, highOf(timestamp), lowOf(timestamp));
  }

  commit(operation: number, timestamp: bigint, body: Uint8Array): Uint8Array {
    assert(this.valid(operation, body), 'only valid bodies are committed');
    assert(timestamp < timestampEnd, 'timestamps end before 2^63');
    const high = highOf(timestamp);
    const low = lowOf(timestamp);
    const { timestampHigh, timestampLow } = this.state;
    const elapsed = nanosecondsBetween(timestampHigh, timestampLow, high, low);
    const reserved = creates(operation) ? countEvents(body) : 0;
    assert(elapsed >= Math.max(reserved, 1), 'each commit is later than the one before');
    this.state.timestampHigh = high;
    this.state.timestampLow = low;
    const words = wordsOf(body);
    switch (operation) {
      case operations.pulse:
        pulse(this.state, this.rules, timestamp, expiryMax(this.limits));
        return empty;
      case operations.create_accounts:
        return this.create(this.createAccounts, high, low, words, body);
      case operations.create_transfers:
        return this.create(this.createTransfers, high, low, words, body);
      case operations.lookup_accounts:
        return lookupBatches(this.state.accounts, words, body, (found) =>
          this.state.accountLines.settleEach(found),
        );
      case operations.lookup_transfers:
        return lookupBatches(this.state.transfers, words, body, () => {});
      case operations.get_account_transfers:
        return this.query(operation, getAccountTransfers, words, body);
      case operations.get_account_balances:
        return this.query(operation, getAccountBalances, words, body);
      case operations.query_accounts:
        return this.query(operation, queryAccounts, words, body);
      case operations.query_transfers:
        return this.query(operation, queryTransfers, words, body);
      case operations.get_change_events: {
        const limitMax = this.resultMaxes[operation] as number;
        return bytesOf(getChangeEvents(this.state, words, 0, limitMax));
      }
      default:
        throw new Error(`${operationName(operation)} is not an operation of the ledger`);
    }
  }

  digest(): string {
    return digest(this.state);
  }

  snapshot(): readonly TableSnapshot[] {
    return this.snapshots.take();
  }

  restore(tables: readonly Table[]): void {
    const state = new State();
    restoreState(state, tables);
    this.begin(state);
  }

  private begin(state: State): void {
    this.state = state;
    this.rules = new this.rulesOf(state);
    this.createAccounts = new CreateAccounts(state, this.rules);
    this.createTransfers = new CreateTransfers(state, this.rules);
    this.snapshots = new Snapshots(state);
  }

  private create(
    events: CreateBatch,
    high: number,
    low: number,
    words: Int32Array,
    body: Uint8Array,
  ): Uint8Array {
    const batches = batchCountOf(body);
    const total = countEvents(body);
    let done = 0;
    for (let batch = 0; batch < batches; batch++) {
      const count = batchLength(body, batch);
      // The whole request's timestamp is its last event's: each batch has its own, up to there.
      const batchLow = (low >>> 0) - (total - done - count);
      const batchHigh = batchLow < 0 ? high - 1 : high;
      const resultAt = (done * createResult.size) / 4;
      events.execute(
        words,
        done * recordWords,
        count,
        batchHigh,
        batchLow | 0,
        this.results,
        resultAt,
      );
      done += count;
    }
    const replySize = total * createResult.size;
    const reply = new Uint8Array(replySize + trailerSize(createResult.size, batches));
    copyBytes(this.resultBytes, reply, replySize);
    copyTrailer(body, reply, createResult.size);
    return reply;
  }

  private query(
    operation: number,
    execute: Query,
    words: Int32Array,
    body: Uint8Array,
  ): Uint8Array {
    const sizes = operationSizes(operation);
    assert(sizes !== undefined, 'queries have sizes');
    const limitMax = this.resultMaxes[operation] as number;
    const counts = decodeTrailer(sizes.event, body) ?? [];
    const batches = counts.map((_, batch) =>
      execute(this.state, words, (batch * sizes.event) / 4, limitMax),
    );
    let size = trailerSize(sizes.result, counts.length);
    for (const batch of batches) size += batch.byteLength;
    const reply = new Uint8Array(size);
    let at = 0;
    for (const batch of batches) {
      reply.set(bytesOf(batch), at);
      at += batch.byteLength;
    }
    writeTrailer(
      reply,
      sizes.result,
      batches.map((batch) => batch.byteLength / sizes.result),
    );
    return reply;
  }
}

function lookupBatches(
  table: RecordTable,
  words: Int32Array,
  body: Uint8Array,
  settle: (found: readonly number[]) => void,
): Uint8Array {
  const batches = batchCountOf(body);
  const found: number[] = [];
  const lengths: number[] = [];
  let id = 0;
  for (let batch = 0; batch < batches; batch++) {
    const count = batchLength(body, batch);
    const before = found.length;
    lookup(table, words, id * 4, count, found);
    lengths.push(found.length - before);
    id += count;
  }
  const size = recordWords * 4;
  const reply = new Uint8Array(found.length * size + trailerSize(size, batches));
  settle(found);
  copyRecords(table, found, wordsOf(reply), 0);
  writeTrailer(reply, size, lengths);
  return reply;
}

function readLimit(operation: number, body: Uint8Array, at: number): number {
  const isQuery =
    operation === operations.query_accounts || operation === operations.query_transfers;
  const limit = at + (isQuery ? queryFilter.limit : accountFilter.limit);
  return new DataView(body.buffer, body.byteOffset, body.length).getUint32(limit, true);
}

function creates(operation: number): boolean {
  return operation === operations.create_accounts || operation === operations.create_transfers;
}

/** Of a valid body whose events create something. */
function countEvents(body: Uint8Array): number {
  return (body.length - trailerSize(eventSize, batchCountOf(body))) / eventSize;
}

/** A handful of bytes is copied before `set` has begun. */
function copyBytes(from: Uint8Array, to: Uint8Array, count: number): void {
  if (count > 128) to.set(from.subarray(0, count));
  else for (let at = 0; at < count; at++) to[at] = from[at] as number;
}

function bytesOf(words: Int32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}
