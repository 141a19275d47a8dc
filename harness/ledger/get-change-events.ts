import type { BalanceLog } from './balance-log.ts';
import { accountFlags, changeEvent, changeEventsFilter, transferFlags } from './layouts.ts';
import type { Pages } from './pages.ts';
import { countBefore, countUntil } from './record-table.ts';
import { accountWord, balancesWords, transferWord } from './record-words.ts';
import { creditClosed, debitClosed, linkWord, type State } from './state.ts';
import { allZero, readTimeRange } from './time-range.ts';
import { compareTimestamps } from './timestamps.ts';

const eventWords = changeEvent.size / 4;
const limitWord = changeEventsFilter.limit / 4;
const reservedWord = changeEventsFilter.reserved / 4;
const filterWords = changeEventsFilter.size / 4;
const idWords = 4;

/** The values of an event's `type`. */
const changeEventType = { singlePhase: 0, pending: 1, posted: 2, voided: 3, expired: 4 } as const;

/**
 * What happened to accounts in the order of time, as words: one event for each transfer and each
 * expiry. A transfer that is imported to the very nanosecond of an expiry takes its place, as it
 * does on the real server.
 */
export function getChangeEvents(
  state: State,
  filter: Int32Array,
  at: number,
  limitMax: number,
): Int32Array {
  const range = readTimeRange(filter, at);
  const limit = Math.min((filter[at + limitWord] as number) >>> 0, limitMax);
  if (range === undefined || !allZero(filter, at + reservedWord, at + filterWords)) {
    return new Int32Array(0);
  }
  const { minHigh, minLow, maxHigh, maxLow } = range;
  let transfer = state.transfers.countBefore(minHigh, minLow);
  const transfers = state.transfers.countUntil(maxHigh, maxLow);
  let expiry = countBefore(state.expiries, 0, minHigh, minLow);
  const expiries = countUntil(state.expiries, 0, maxHigh, maxLow);
  const countMax = Math.min(limit, transfers - transfer + expiries - expiry);
  const results = new Int32Array(countMax * eventWords);
  let count = 0;
  while (count < countMax && (transfer < transfers || expiry < expiries)) {
    let order = transfer < transfers ? 1 : -1;
    if (transfer < transfers && expiry < expiries) order = compareTimes(state, expiry, transfer);
    const to = count++ * eventWords;
    if (order < 0) writeExpiry(state, expiry++, results, to);
    else writeTransfer(state, transfer++, results, to);
    if (order === 0) expiry++;
  }
  return results.subarray(0, count * eventWords);
}

/** Below zero where the expiry was before the transfer. */
function compareTimes(state: State, expiry: number, transfer: number): number {
  const page = state.expiries.page(expiry);
  const at = state.expiries.at(expiry);
  const { transfers } = state;
  const high = transfers.timestampHigh(transfer);
  const low = transfers.timestampLow(transfer);
  return compareTimestamps(page[at + 1] as number, page[at] as number, high, low);
}

function writeTransfer(state: State, transfer: number, out: Int32Array, at: number): void {
  writeFields(state, transfer, out, at);
  writeAccounts(state, state.links, state.balances, transfer, out, at);
  const flags = state.transferFlagsOf(transfer);
  let type: number = changeEventType.singlePhase;
  if (flags & transferFlags.pending) type = changeEventType.pending;
  else if (flags & transferFlags.post_pending_transfer) type = changeEventType.posted;
  else if (flags & transferFlags.void_pending_transfer) type = changeEventType.voided;
  out[at + changeEvent.type / 4] = type;
  out[at + changeEvent.timestamp / 4] = state.transfers.timestampLow(transfer);
  out[at + changeEvent.timestamp / 4 + 1] = state.transfers.timestampHigh(transfer);
}

/** All but the time, the type and the balances is the pending transfer's. */
function writeExpiry(state: State, expiry: number, out: Int32Array, at: number): void {
  const link = state.expiryLinks.page(expiry);
  const linkAt = state.expiryLinks.at(expiry);
  writeFields(state, link[linkAt + linkWord.pending] as number, out, at);
  writeAccounts(state, state.expiryLinks, state.expiryBalances, expiry, out, at);
  const page = state.expiries.page(expiry);
  const from = state.expiries.at(expiry);
  out[at + changeEvent.type / 4] = changeEventType.expired;
  out[at + changeEvent.timestamp / 4] = page[from] as number;
  out[at + changeEvent.timestamp / 4 + 1] = page[from + 1] as number;
}

function writeFields(state: State, transfer: number, out: Int32Array, at: number): void {
  const page = state.transfers.records.page(transfer);
  const t = state.transfers.records.at(transfer);
  const word = transferWord;
  copyWords(page, t + word.id, out, at + changeEvent.transfer_id / 4, 4);
  copyWords(page, t + word.amount, out, at + changeEvent.transfer_amount / 4, 4);
  copyWords(page, t + word.pending_id, out, at + changeEvent.transfer_pending_id / 4, 4);
  // User data and time-out follow one another in both.
  copyWords(page, t + word.user_data_128, out, at + changeEvent.transfer_user_data_128 / 4, 8);
  out[at + changeEvent.transfer_code / 4] = page[t + word.code_and_flags] as number;
  out[at + changeEvent.ledger / 4] = page[t + word.ledger] as number;
  copyWords(page, t + word.timestamp, out, at + changeEvent.transfer_timestamp / 4, 2);
}

function writeAccounts(
  state: State,
  links: Pages,
  balances: BalanceLog,
  index: number,
  out: Int32Array,
  at: number,
): void {
  const link = links.page(index);
  const linkAt = links.at(index);
  const status = link[linkAt + linkWord.status] as number;
  const debit = link[linkAt + linkWord.debit] as number;
  const credit = link[linkAt + linkWord.credit] as number;
  const debitAt = at + changeEvent.debit_account_id / 4;
  const creditAt = at + changeEvent.credit_account_id / 4;
  writeAccount(state, debit, (status & debitClosed) !== 0, out, debitAt);
  writeAccount(state, credit, (status & creditClosed) !== 0, out, creditAt);
  balances.read(index, true, out, debitAt + idWords);
  balances.read(index, false, out, creditAt + idWords);
  const { accounts } = state;
  out[at + changeEvent.debit_account_timestamp / 4] = accounts.timestampLow(debit);
  out[at + changeEvent.debit_account_timestamp / 4 + 1] = accounts.timestampHigh(debit);
  out[at + changeEvent.credit_account_timestamp / 4] = accounts.timestampLow(credit);
  out[at + changeEvent.credit_account_timestamp / 4 + 1] = accounts.timestampHigh(credit);
}

/**
 * Id, user data, code and the flags as they were, in one block; the balances come in between, after
 * the id.
 */
function writeAccount(
  state: State,
  account: number,
  closed: boolean,
  out: Int32Array,
  at: number,
): void {
  const page = state.accounts.records.page(account);
  const a = state.accounts.records.at(account);
  const afterBalances = at + idWords + balancesWords;
  copyWords(page, a + accountWord.id, out, at, idWords);
  copyWords(page, a + accountWord.user_data_128, out, afterBalances, 7);
  const closedBit = accountFlags.closed << 16;
  const codeAndFlags = (page[a + accountWord.code_and_flags] as number) & ~closedBit;
  out[afterBalances + 7] = closed ? codeAndFlags | closedBit : codeAndFlags;
}

function copyWords(
  from: Int32Array,
  at: number,
  out: Int32Array,
  outAt: number,
  words: number,
): void {
  for (let word = 0; word < words; word++) out[outAt + word] = from[at + word] as number;
}
