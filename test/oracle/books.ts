import type { Account, ChangeEvent, Transfer } from '../../harness/ledger/records.ts';

export type PendingStatus = 'pending' | 'posted' | 'voided' | 'expired';

/**
 * All that there is. Records are replaced, never changed, so that a copy of the books is a copy of
 * the maps.
 */
export class Books {
  accounts = new Map<bigint, Account>();
  transfers = new Map<bigint, Transfer>();
  /** Of pending transfers, by their id. */
  pendingStatus = new Map<bigint, PendingStatus>();
  /**
   * What happened, by its time: a transfer, or the expiry of one, with both accounts as they were
   * after it.
   */
  changes = new Map<bigint, ChangeEvent>();
  /** Ids of transfers that failed for a reason that may pass; no roll-back gives one free. */
  failedIds = new Set<bigint>();

  copy(): Books {
    const copy = new Books();
    copy.accounts = new Map(this.accounts);
    copy.transfers = new Map(this.transfers);
    copy.pendingStatus = new Map(this.pendingStatus);
    copy.changes = new Map(this.changes);
    copy.failedIds = new Set(this.failedIds);
    return copy;
  }

  /** Goes back to a copy; ids that failed since then stay failed. */
  rollBack(copy: Books): void {
    this.accounts = copy.accounts;
    this.transfers = copy.transfers;
    this.pendingStatus = copy.pendingStatus;
    this.changes = copy.changes;
  }

  /** Of an account or a transfer that must be there. */
  account(id: bigint): Account {
    return this.accounts.get(id) ?? absent('account', id);
  }

  transfer(id: bigint): Transfer {
    return this.transfers.get(id) ?? absent('transfer', id);
  }

  updateAccount(id: bigint, update: Partial<Account>): void {
    this.accounts.set(id, { ...this.account(id), ...update });
  }
}

function absent(what: string, id: bigint): never {
  throw new Error(`There is no ${what} ${id}.`);
}

export function byTimestamp(a: { timestamp: bigint }, b: { timestamp: bigint }): number {
  return a.timestamp < b.timestamp ? -1 : Number(a.timestamp > b.timestamp);
}
