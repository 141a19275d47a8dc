import type { AccountLines } from './account-lines.ts';
import { Pages } from './pages.ts';
import { accountWord, balancesWord, balancesWords, copyWords } from './record-words.ts';

/** Words of an entry: the account, its code and flags, its balances. */
const indexAt = 0;
const flagsAt = 1;
const balancesAt = 2;

/** What accounts looked like before each change since a chain began. */
export class UndoLog {
  private readonly accounts: Pages;
  private readonly lines: AccountLines;
  private readonly entries = new Pages(5);

  constructor(accounts: Pages, lines: AccountLines) {
    this.accounts = accounts;
    this.lines = lines;
  }

  get count(): number {
    return this.entries.count;
  }

  save(account: number): void {
    this.lines.settle(account);
    const entry = this.entries.push();
    const to = this.entries.page(entry);
    const toAt = this.entries.at(entry);
    const from = this.accounts.page(account);
    const fromAt = this.accounts.at(account);
    to[toAt + indexAt] = account;
    to[toAt + flagsAt] = from[fromAt + accountWord.code_and_flags] as number;
    copyWords(from, fromAt + balancesWord, to, toAt + balancesAt, balancesWords);
  }

  /** Gives one account back what `entry` says that it had. */
  restore(entry: number): void {
    const from = this.entries.page(entry);
    const fromAt = this.entries.at(entry);
    const account = from[fromAt + indexAt] as number;
    const to = this.accounts.page(account);
    const toAt = this.accounts.at(account);
    to[toAt + accountWord.code_and_flags] = from[fromAt + flagsAt] as number;
    copyWords(from, fromAt + balancesAt, to, toAt + balancesWord, balancesWords);
    this.lines.take(account);
  }

  clear(): void {
    this.entries.truncate(0);
  }
}
