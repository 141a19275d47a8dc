import { assert } from '../assert.ts';
import { AccountLines, lineWord } from './account-lines.ts';
import { BalanceLog } from './balance-log.ts';
import { ExpiryQueue } from './expiry-queue.ts';
import { accountFlags } from './layouts.ts';
import { fetchMax, Pages } from './pages.ts';
import { Postings } from './postings.ts';
import { RecordIndexes } from './record-indexes.ts';
import { RecordTable } from './record-table.ts';
import { balancesWord, transferWord } from './record-words.ts';
import { addSeconds } from './timestamps.ts';
import { UndoLog } from './undo-log.ts';

/** What has become of a pending transfer; `none` of a transfer that never was pending. */
export const pendingStatus = { none: 0, pending: 1, posted: 2, voided: 3, expired: 4 } as const;

/** Words of a link. */
export const linkWord = {
  /** The indexes of the transfer's accounts. */
  debit: 0,
  credit: 1,
  /** The pending transfer that this one posts or voids (or an expiry expires), or -1. */
  pending: 2,
  /** Its pending status, and whether its accounts were closed after it. */
  status: 3,
} as const;

const statusMask = 7;
const closedBit = accountFlags.closed << 16;
export const debitClosed = 8;
export const creditClosed = 16;

/** The account's side of a transfer's list: 0 where it is debited, 1 where it is credited. */
export const side = { debit: 0, credit: 1 } as const;

const deadline = new Int32Array(2);

/**
 * All that a ledger knows, in pages: accounts and transfers; for each transfer, under its index,
 * its links and both accounts' balances after it; for each expiry the same, and its timestamp.
 */
export class State {
  readonly accounts = new RecordTable();
  /** The low halves of the accounts' balances: in `accounts` they are where they were settled. */
  readonly accountLines = new AccountLines(this.accounts.records);
  readonly transfers = new RecordTable();
  readonly links = new Pages(2);
  /** The debited account's four balances after the transfer, then the credited one's. */
  readonly balances = new BalanceLog();
  readonly expiries = new Pages(1);
  readonly expiryLinks = new Pages(2);
  readonly expiryBalances = new BalanceLog();

  readonly undo = new UndoLog(this.accounts.records, this.accountLines);
  readonly queue = new ExpiryQueue();

  /** The indexes follow the tables at the end of each chain: nothing is rolled back any later. */
  readonly accountIndexes = new RecordIndexes(this.accounts.records);
  readonly transferIndexes = new RecordIndexes(this.transfers.records);
  /** The transfers of account i: list 2i those that debit it, list 2i + 1 those that credit it. */
  readonly accountTransfers = new Postings();
  private readonly lists = new Int32Array(fetchMax);
  private accountsIndexed = 0;
  private transfersIndexed = 0;
  /** Whether a pending transfer is among those that are not indexed yet. */
  private pendingCreated = false;

  /** The last commit's timestamp, in two words. */
  timestampHigh = 0;
  timestampLow = 0;

  link(transfer: number, word: number): number {
    return this.links.page(transfer)[this.links.at(transfer) + word] as number;
  }

  pendingStatusOf(transfer: number): number {
    return this.link(transfer, linkWord.status) & statusMask;
  }

  setPendingStatus(transfer: number, status: number): void {
    const page = this.links.page(transfer);
    const at = this.links.at(transfer) + linkWord.status;
    page[at] = ((page[at] as number) & ~statusMask) | status;
  }

  accountFlagsOf(account: number): number {
    const { lines } = this.accountLines;
    return (lines.page(account)[lines.at(account) + lineWord.code_and_flags] as number) >>> 16;
  }

  transferFlagsOf(transfer: number): number {
    const records = this.transfers.records;
    return (
      (records.page(transfer)[records.at(transfer) + transferWord.code_and_flags] as number) >>> 16
    );
  }

  /** Keeps what a transfer (or, with the expiries' tables, an expiry) did to its accounts. */
  record(
    links: Pages,
    balances: BalanceLog,
    debit: number,
    credit: number,
    pending: number,
    status: number,
  ): void {
    const { lines } = this.accountLines;
    const debitPage = lines.page(debit);
    const debitAt = lines.at(debit);
    const creditPage = lines.page(credit);
    const creditAt = lines.at(credit);
    const link = links.push();
    const page = links.page(link);
    const at = links.at(link);
    page[at + linkWord.debit] = debit;
    page[at + linkWord.credit] = credit;
    page[at + linkWord.pending] = pending;
    if (status === pendingStatus.pending) this.pendingCreated = true;
    page[at + linkWord.status] =
      status |
      ((debitPage[debitAt + lineWord.code_and_flags] as number) & closedBit ? debitClosed : 0) |
      ((creditPage[creditAt + lineWord.code_and_flags] as number) & closedBit ? creditClosed : 0);
    const entry = balances.push(debitPage, debitAt, creditPage, creditAt);
    assert(entry === link, 'links and balances have the same indexes');
    const wide =
      (debitPage[debitAt + lineWord.wide] as number) |
      (creditPage[creditAt + lineWord.wide] as number);
    if (wide !== 0) this.recordWide(balances, entry, debit, credit);
  }

  private recordWide(balances: BalanceLog, entry: number, debit: number, credit: number): void {
    const { records } = this.accounts;
    const debitAt = records.at(debit) + balancesWord;
    const creditAt = records.at(credit) + balancesWord;
    balances.pushHighs(entry, records.page(debit), debitAt, records.page(credit), creditAt);
  }

  /** Brings the indexes up to date with the accounts, which no chain will take back any more. */
  indexAccounts(): void {
    const { count } = this.accounts.records;
    this.accountLines.append(count);
    this.accountIndexes.append(this.accountsIndexed, count);
    for (; this.accountsIndexed < count; this.accountsIndexed++) {
      this.accountTransfers.begin();
      this.accountTransfers.begin();
    }
  }

  /** Brings the indexes and the expiry queue up to date with the transfers. */
  indexTransfers(): void {
    const { count } = this.transfers.records;
    this.transferIndexes.append(this.transfersIndexed, count);
    while (this.transfersIndexed < count) {
      const from = this.transfersIndexed;
      const until = Math.min(from + fetchMax, count);
      this.indexSides(from, until, linkWord.debit, side.debit);
      this.indexSides(from, until, linkWord.credit, side.credit);
      if (this.pendingCreated) this.enqueuePending(from, until);
      this.transfersIndexed = until;
    }
    this.pendingCreated = false;
  }

  /** Computes everything anew that follows from the tables, which were filled as they are. */
  rebuild(): void {
    assert(this.accountsIndexed === 0 && this.transfersIndexed === 0, 'nothing is indexed yet');
    this.accounts.rebuild();
    this.transfers.rebuild();
    this.pendingCreated = true;
    this.indexAccounts();
    this.indexTransfers();
  }

  private indexSides(from: number, until: number, word: number, accountSide: number): void {
    const lists = this.lists;
    for (let transfer = from; transfer < until; ) {
      const end = this.links.samePageUntil(transfer, until);
      const page = this.links.page(transfer);
      let at = this.links.at(transfer) + word;
      for (; transfer < end; transfer++) {
        lists[transfer - from] = (page[at] as number) * 2 + accountSide;
        at += this.links.recordWords;
      }
    }
    this.accountTransfers.appendEach(lists, from, until - from);
  }

  private enqueuePending(from: number, until: number): void {
    for (let transfer = from; transfer < until; transfer++) {
      if (this.pendingStatusOf(transfer) === pendingStatus.pending) this.enqueue(transfer);
    }
  }

  private enqueue(transfer: number): void {
    const timeout = this.timeoutOf(transfer);
    if (timeout === 0) return;
    this.deadlineOf(transfer, timeout, deadline);
    this.queue.push(deadline[1] as number, deadline[0] as number, transfer);
  }

  /** In seconds; 0 where the transfer never expires. */
  timeoutOf(transfer: number): number {
    const records = this.transfers.records;
    return (records.page(transfer)[records.at(transfer) + transferWord.timeout] as number) >>> 0;
  }

  /** Writes when the transfer expires: low word, high word. */
  deadlineOf(transfer: number, timeout: number, out: Int32Array): void {
    const high = this.transfers.timestampHigh(transfer);
    const low = this.transfers.timestampLow(transfer);
    assert(addSeconds(high, low, timeout, out), 'a transfer was created with a valid expiry');
  }
}
