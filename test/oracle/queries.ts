import type {
  Account,
  AccountBalance,
  AccountFilter,
  QueryFilter,
  Transfer,
} from '../../harness/ledger/records.ts';
import { type Books, byTimestamp } from './books.ts';
import { accountFilterFlag, accountFlag, has, hasUnknown, queryFilterFlag } from './flags.ts';
import { isTimestamp, queryResultsMax, u128Max } from './limits.ts';

/** A field that is zero asks for nothing. What makes no sense is answered with no results. */

interface Range {
  readonly timestamp_min: bigint;
  readonly timestamp_max: bigint;
  readonly limit: number;
}

export function isValidRange({ timestamp_min, timestamp_max, limit }: Range): boolean {
  if (timestamp_min !== 0n && !isTimestamp(timestamp_min)) return false;
  if (timestamp_max !== 0n && !isTimestamp(timestamp_max)) return false;
  if (timestamp_max !== 0n && timestamp_min > timestamp_max) return false;
  return limit !== 0;
}

export function isWithin(record: { timestamp: bigint }, range: Range): boolean {
  if (range.timestamp_min !== 0n && record.timestamp < range.timestamp_min) return false;
  return range.timestamp_max === 0n || record.timestamp <= range.timestamp_max;
}

function isWanted<Value>(asked: Value, value: Value): boolean {
  return asked === value || Number(asked) === 0;
}

interface UserDataAndCode {
  readonly user_data_128: bigint;
  readonly user_data_64: bigint;
  readonly user_data_32: number;
  readonly code: number;
}

function isAlike(filter: UserDataAndCode, record: UserDataAndCode): boolean {
  return (
    isWanted(filter.user_data_128, record.user_data_128) &&
    isWanted(filter.user_data_64, record.user_data_64) &&
    isWanted(filter.user_data_32, record.user_data_32) &&
    isWanted(filter.code, record.code)
  );
}

/** Oldest first, or newest first where that is asked for; as many as may be. */
function inOrder<Row extends { timestamp: bigint }>(
  rows: readonly Row[],
  reversed: boolean,
  limit: number,
): Row[] {
  const ascending = rows.toSorted(byTimestamp);
  const ordered = reversed ? ascending.toReversed() : ascending;
  return ordered.slice(0, Math.min(limit, queryResultsMax));
}

export function getAccountTransfers(books: Books, filter: AccountFilter): Transfer[] {
  const { debits, credits, reversed } = accountFilterFlag;
  const { account_id } = filter;
  if (account_id === 0n || account_id === u128Max || !isValidRange(filter)) return [];
  if (hasUnknown(filter, accountFilterFlag) || !has(filter, debits, credits)) return [];
  const rows = [...books.transfers.values()].filter(
    (transfer) =>
      ((has(filter, debits) && transfer.debit_account_id === account_id) ||
        (has(filter, credits) && transfer.credit_account_id === account_id)) &&
      isAlike(filter, transfer) &&
      isWithin(transfer, filter),
  );
  return inOrder(rows, has(filter, reversed), filter.limit);
}

/** How the account stood after each transfer of get_account_transfers, if it keeps its history. */
export function getAccountBalances(books: Books, filter: AccountFilter): AccountBalance[] {
  const account = books.accounts.get(filter.account_id);
  if (account === undefined || !has(account, accountFlag.history)) return [];
  return getAccountTransfers(books, filter).map((transfer) =>
    balanceAfter(books, transfer, account),
  );
}

function balanceAfter(books: Books, transfer: Transfer, account: Account): AccountBalance {
  const change = books.changes.get(transfer.timestamp);
  if (change === undefined) throw new Error(`Nothing was recorded of transfer ${transfer.id}.`);
  const isDebit = transfer.debit_account_id === account.id;
  const side = isDebit ? 'debit_account' : 'credit_account';
  return {
    debits_pending: change[`${side}_debits_pending`],
    debits_posted: change[`${side}_debits_posted`],
    credits_pending: change[`${side}_credits_pending`],
    credits_posted: change[`${side}_credits_posted`],
    timestamp: transfer.timestamp,
  };
}

function query<Row extends UserDataAndCode & { ledger: number; timestamp: bigint }>(
  rows: Iterable<Row>,
  filter: QueryFilter,
): Row[] {
  if (!isValidRange(filter) || hasUnknown(filter, queryFilterFlag)) return [];
  const wanted = [...rows].filter(
    (row) => isAlike(filter, row) && isWanted(filter.ledger, row.ledger) && isWithin(row, filter),
  );
  return inOrder(wanted, has(filter, queryFilterFlag.reversed), filter.limit);
}

export function queryAccounts(books: Books, filter: QueryFilter): Account[] {
  return query(books.accounts.values(), filter);
}

export function queryTransfers(books: Books, filter: QueryFilter): Transfer[] {
  return query(books.transfers.values(), filter);
}
