import {
  account,
  accountFilter,
  accountFilterFlags,
  accountFlags,
  transfer,
  transferFlags,
} from '../../harness/ledger/layouts.ts';
import { encodeBody } from '../../harness/ledger/multi-batch.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { createAccountStatus } from '../../harness/ledger/statuses.ts';
import { Random } from '../../harness/random.ts';
import type { Request, Workload } from '../../harness/workload.ts';

export const accountCount = 12;
const created = new Set([createAccountStatus.created]);
const { pending, post_pending_transfer, void_pending_transfer, balancing_debit } = transferFlags;

function setU128(record: DataView, offset: number, value: bigint): void {
  record.setBigUint64(offset, value & 0xffffffffffffffffn, true);
  record.setBigUint64(offset + 8, value >> 64n, true);
}

/** Accounts 1 to 12, the odd ones in ledger 1, the even ones in ledger 2; some with limits. */
function accountRecord(id: number): Uint8Array {
  const record = new DataView(new ArrayBuffer(account.size));
  setU128(record, account.id, BigInt(id));
  record.setUint32(account.ledger, 1 + (id % 2), true);
  record.setUint16(account.code, 7, true);
  let flags: number = accountFlags.history;
  if (id === 3 || id === 4) flags |= accountFlags.debits_must_not_exceed_credits;
  if (id === 5) flags |= accountFlags.credits_must_not_exceed_debits;
  record.setUint16(account.flags, flags, true);
  return new Uint8Array(record.buffer);
}

/** Transfer ids are 1000 · index + event + 1, so that a later request can post an earlier one. */
function transferRecord(random: Random, index: number, event: number): Uint8Array {
  const record = new DataView(new ArrayBuffer(transfer.size));
  setU128(record, transfer.id, BigInt(1000 * index + event + 1));
  const debit = random.between(1, accountCount);
  const credit = 1 + ((debit + 1 + 2 * random.below(accountCount / 2 - 1)) % accountCount);
  const kind = random.below(10);
  if (kind < 2 && index > 0) {
    // Something earlier, which is often not pending: then it is refused.
    const earlier = 1000 * random.below(index) + random.between(1, 6);
    setU128(record, transfer.pending_id, BigInt(earlier));
    setU128(record, transfer.amount, kind === 0 ? (1n << 128n) - 1n : 0n);
    const flag = kind === 0 ? post_pending_transfer : void_pending_transfer;
    record.setUint16(transfer.flags, flag, true);
    return new Uint8Array(record.buffer);
  }
  setU128(record, transfer.debit_account_id, BigInt(debit));
  setU128(record, transfer.credit_account_id, BigInt(credit));
  setU128(record, transfer.amount, BigInt(random.between(1, 1000)));
  record.setUint32(transfer.ledger, 1 + (debit % 2), true);
  record.setUint16(transfer.code, 1, true);
  let flags = 0;
  if (kind < 6) {
    flags |= pending;
    if (random.below(2) === 0) record.setUint32(transfer.timeout, random.between(1, 20), true);
  } else if (kind === 6) {
    flags |= balancing_debit;
  }
  if (random.below(4) === 0) flags |= transferFlags.linked;
  record.setUint16(transfer.flags, flags, true);
  return new Uint8Array(record.buffer);
}

function joined(records: readonly Uint8Array[]): Uint8Array {
  const size = records[0]?.length ?? 0;
  const bytes = new Uint8Array(size * records.length);
  records.forEach((record, at) => bytes.set(record, at * size));
  return bytes;
}

function request(
  operation: number,
  elementSize: number,
  batches: readonly Uint8Array[],
  expected: ReadonlySet<number> | null = null,
): Request {
  const events = batches.reduce((sum, batch) => sum + batch.length / elementSize, 0);
  return {
    operation,
    body: encodeBody(elementSize, batches),
    events,
    expected: () => expected,
  };
}

function lookUp(operation: number, ids: readonly bigint[]): Request {
  const bytes = new Uint8Array(16 * ids.length);
  ids.forEach((id, at) => setU128(new DataView(bytes.buffer), at * 16, id));
  return request(operation, 16, [bytes]);
}

function balancesOf(id: number, reversed: boolean): Request {
  const filter = new DataView(new ArrayBuffer(accountFilter.size));
  setU128(filter, accountFilter.account_id, BigInt(id));
  filter.setUint32(accountFilter.limit, 10, true);
  const { debits, credits } = accountFilterFlags;
  const flags = debits | credits | (reversed ? accountFilterFlags.reversed : 0);
  filter.setUint32(accountFilter.flags, flags, true);
  return request(operations.get_account_balances, filter.byteLength, [
    new Uint8Array(filter.buffer),
  ]);
}

/** A few of everything that a checker looks at, in requests of a few events. */
export class SmallWorkload implements Workload {
  readonly #random: Random;

  constructor(seed: string) {
    this.#random = Random.fromSeed(seed).fork('small workload');
  }

  request(stage: string, index: number): Request {
    if (stage === 'accounts') {
      const ids = Array.from({ length: 3 }, (_, event) => index * 3 + event + 1);
      const records = ids.map(accountRecord);
      return request(operations.create_accounts, account.size, [joined(records)], created);
    }
    if (stage === 'look') return this.#lastLook(index);
    return this.#load(this.#random.at(index), index);
  }

  /** All accounts in two requests; then the transfers of each request of the load. */
  #lastLook(index: number): Request {
    if (index < 2) {
      const ids = Array.from({ length: accountCount / 2 }, (_, at) => BigInt(index + 1 + 2 * at));
      return lookUp(operations.lookup_accounts, ids);
    }
    const ids = Array.from({ length: 6 }, (_, event) => BigInt(1000 * (index - 2) + event + 1));
    return lookUp(operations.lookup_transfers, ids);
  }

  #load(random: Random, index: number): Request {
    const kind = random.below(10);
    if (kind === 0) {
      const ids = Array.from({ length: 5 }, () => BigInt(random.between(1, accountCount + 2)));
      return lookUp(operations.lookup_accounts, ids);
    }
    if (kind === 1) return balancesOf(random.between(1, accountCount), random.below(2) === 0);
    const batches = Array.from({ length: random.between(1, 2) }, (_, batch) =>
      joined(
        Array.from({ length: random.between(1, 3) }, (_, event) => {
          const record = transferRecord(random, index, 3 * batch + event);
          return random.below(12) === 0 ? (this.#earlier(random, index) ?? record) : record;
        }),
      ),
    );
    return request(operations.create_transfers, transfer.size, batches);
  }

  /** The first transfer of an earlier request, once more; null where that holds none. */
  #earlier(random: Random, index: number): Uint8Array | null {
    if (index === 0) return null;
    const { operation, body } = this.request('load', random.below(index));
    return operation === operations.create_transfers ? body.subarray(0, transfer.size) : null;
  }
}
