import { Pages } from './pages.ts';
import { accountWord, balancesWord } from './record-words.ts';

/** Words of a line, after the account's id. */
export const lineWord = {
  id: 0,
  ledger: 4,
  code_and_flags: 5,
  /** Whether some balance needs more than 64 bits; where not 0, records hold the other halves. */
  wide: 6,
  debits_pending: 8,
  debits_posted: 10,
  credits_pending: 12,
  credits_posted: 14,
} as const;

/** The low halves of an account's four balances: eight words, in the balances' order. */
export const lineBalances = lineWord.debits_pending;
export const lineBalancesWords = 8;

const idWords = 4;
const balances = 4;

/**
 * What a transfer needs of an account, in 64 bytes where its record has 128: id, ledger, flags and
 * the low halves of its balances. Those halves are kept here, and come into the record when it is
 * asked for: `settle` it before its balances are read, and `take` it after they were changed.
 */
export class AccountLines {
  readonly lines = new Pages(4);
  private readonly records: Pages;

  constructor(records: Pages) {
    this.records = records;
  }

  /** Makes lines for the records up to `until` (not included) that have none. */
  append(until: number): void {
    while (this.lines.count < until) {
      const account = this.lines.push();
      const from = this.records.page(account);
      const fromAt = this.records.at(account) + accountWord.id;
      const to = this.lines.page(account);
      const toAt = this.lines.at(account);
      for (let word = 0; word < idWords; word++) to[toAt + word] = from[fromAt + word] as number;
      this.take(account);
    }
  }

  /** Writes into the record what its balances are. */
  settle(account: number): void {
    const from = this.lines.page(account);
    const fromAt = this.lines.at(account) + lineBalances;
    const to = this.records.page(account);
    const toAt = this.records.at(account) + balancesWord;
    for (let balance = 0; balance < balances; balance++) {
      to[toAt + balance * 4] = from[fromAt + balance * 2] as number;
      to[toAt + balance * 4 + 1] = from[fromAt + balance * 2 + 1] as number;
    }
  }

  settleEach(accounts: Iterable<number>): void {
    for (const account of accounts) this.settle(account);
  }

  settleAll(): void {
    for (let account = 0; account < this.lines.count; account++) this.settle(account);
  }

  /** Takes over what the record holds. */
  take(account: number): void {
    const from = this.records.page(account);
    const start = this.records.at(account);
    const fromAt = start + balancesWord;
    const to = this.lines.page(account);
    const toAt = this.lines.at(account);
    to[toAt + lineWord.ledger] = from[start + accountWord.ledger] as number;
    to[toAt + lineWord.code_and_flags] = from[start + accountWord.code_and_flags] as number;
    let high = 0;
    for (let balance = 0; balance < balances; balance++) {
      const low = toAt + lineBalances + balance * 2;
      to[low] = from[fromAt + balance * 4] as number;
      to[low + 1] = from[fromAt + balance * 4 + 1] as number;
      high |= from[fromAt + balance * 4 + 2] as number;
      high |= from[fromAt + balance * 4 + 3] as number;
    }
    to[toAt + lineWord.wide] = high === 0 ? 0 : 1;
  }

  /**
   * Adds to one of the balances (`balance` is its word in a record) if neither the account nor the
   * four words of the amount, nor their sum, need more than 64 bits. Otherwise changes nothing and
   * returns false.
   */
  add(account: number, balance: number, amount: Int32Array): boolean {
    const page = this.lines.page(account);
    const line = this.lines.at(account);
    const high = (amount[2] as number) | (amount[3] as number);
    if (((page[line + lineWord.wide] as number) | high) !== 0) return false;
    const at = line + lineOf(balance);
    const x0 = page[at] as number;
    const y0 = amount[0] as number;
    const sum0 = (x0 + y0) | 0;
    const x1 = page[at + 1] as number;
    const y1 = amount[1] as number;
    const sum1 = (x1 + y1 + (((x0 & y0) | ((x0 | y0) & ~sum0)) >>> 31)) | 0;
    if (((x1 & y1) | ((x1 | y1) & ~sum1)) < 0) return false;
    page[at] = sum0;
    page[at + 1] = sum1;
    return true;
  }

  /** The same for taking off: where the balance is less than the amount, returns false. */
  subtract(account: number, balance: number, amount: Int32Array, amountAt: number): boolean {
    const page = this.lines.page(account);
    const line = this.lines.at(account);
    const amountHigh = (amount[amountAt + 2] as number) | (amount[amountAt + 3] as number);
    if (((page[line + lineWord.wide] as number) | amountHigh) !== 0) return false;
    const at = line + lineOf(balance);
    const x0 = page[at] as number;
    const y0 = amount[amountAt] as number;
    const low = (x0 - y0) | 0;
    const x1 = page[at + 1] as number;
    const y1 = amount[amountAt + 1] as number;
    const high = (x1 - y1 - (((~x0 & y0) | ((~x0 | y0) & low)) >>> 31)) | 0;
    if (((~x1 & y1) | ((~x1 | y1) & high)) < 0) return false;
    page[at] = low;
    page[at + 1] = high;
    return true;
  }
}

function lineOf(balance: number): number {
  return lineBalances + ((balance - balancesWord) >>> 1);
}
