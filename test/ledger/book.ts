import {
  decodeReply,
  encodeBatch,
  type ReplyResults,
  type RequestEvents,
  type RequestName,
  readStatus,
} from '../../harness/ledger/bodies.ts';
import { Ledger, type LedgerOptions } from '../../harness/ledger/ledger.ts';
import { operations } from '../../harness/ledger/operations.ts';
import type { Account, Transfer } from '../../harness/ledger/records.ts';
import { accountStatusName, transferStatusName } from '../../harness/ledger/statuses.ts';

export const second = 1_000_000_000n;
export const amountMax = (1n << 128n) - 1n;
const messageBodySizeMax = 1024 * 1024 - 256;

/** A ledger with a clock, spoken to in records and names of statuses. */
export class Book {
  readonly ledger: Ledger;
  now = 1_000n * second;

  constructor(options: Partial<LedgerOptions> = {}) {
    this.ledger = new Ledger({ messageBodySizeMax, ...options });
  }

  ask<Name extends RequestName>(
    name: Name,
    events: readonly RequestEvents[Name][],
  ): ReplyResults[Name][] {
    return decodeReply(name, this.commit(operations[name], encodeBatch(name, events)));
  }

  commit(operation: number, body: Uint8Array): Uint8Array {
    this.now += BigInt(this.ledger.timestamps(operation, body)) + 1n;
    return this.ledger.commit(operation, this.now, body);
  }

  /** Statuses; accounts have ledger 1 and code 1 where nothing else is said. */
  accounts(...events: Partial<Account>[]): string[] {
    const all = events.map((event) => ({ ledger: 1, code: 1, ...event }));
    const body = encodeBatch('create_accounts', all);
    const reply = this.commit(operations.create_accounts, body);
    return events.map((_, index) => accountStatusName(readStatus(reply, index)));
  }

  /** Statuses; transfers go as they are. */
  transfers(...events: Partial<Transfer>[]): string[] {
    const body = encodeBatch('create_transfers', events);
    const reply = this.commit(operations.create_transfers, body);
    return events.map((_, index) => transferStatusName(readStatus(reply, index)));
  }

  account(id: bigint): Account {
    return this.ask('lookup_accounts', [id])[0] as Account;
  }

  /** Of the account: debits pending and posted, credits pending and posted. */
  balances(id: bigint): bigint[] {
    const { debits_pending, debits_posted, credits_pending, credits_posted } = this.account(id);
    return [debits_pending, debits_posted, credits_pending, credits_posted];
  }

  pulse(): void {
    this.commit(operations.pulse, new Uint8Array(0));
  }
}

/** A transfer of 10 from account 1 to account 2. */
export function from1to2(id: bigint, more: Partial<Transfer> = {}): Partial<Transfer> {
  return {
    id,
    debit_account_id: 1n,
    credit_account_id: 2n,
    amount: 10n,
    ledger: 1,
    code: 1,
    ...more,
  };
}

/** With accounts 1 and 2. */
export function openBook(options: Partial<LedgerOptions> = {}): Book {
  const book = new Book(options);
  book.accounts({ id: 1n }, { id: 2n });
  return book;
}
