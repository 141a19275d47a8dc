import { assert } from '../assert.ts';
import type { AccountLines } from './account-lines.ts';
import { accountFlags, transferFlags } from './layouts.ts';
import { accountWord, transferWord } from './record-words.ts';
import { linkWord, pendingStatus, type State } from './state.ts';
import { transientTransferStatuses } from './statuses.ts';
import { compareTimestamps } from './timestamps.ts';
import { add, addOverflows, compare, copy, subtract } from './u128.ts';

const sum = new Int32Array(4);

/**
 * What the operations do to accounts and to what is remembered, one method a rule, so that a
 * ledger with another rule is a subclass of this. Accounts and transfers are given as indexes into
 * their tables; an amount is four words. Closing and limits are flags of accounts: of a transfer
 * between two accounts without any flag those rules are not asked.
 */
export class Rules {
  protected readonly state: State;
  private readonly lines: AccountLines;

  constructor(state: State) {
    this.state = state;
    this.lines = state.accountLines;
  }

  applySinglePhase(debit: number, credit: number, amount: Int32Array): void {
    this.increase(debit, accountWord.debits_posted, amount);
    this.increase(credit, accountWord.credits_posted, amount);
  }

  applyPending(debit: number, credit: number, amount: Int32Array): void {
    this.increase(debit, accountWord.debits_pending, amount);
    this.increase(credit, accountWord.credits_pending, amount);
  }

  /** Posts `amount` of a pending transfer and releases the rest of it. */
  applyPosted(debit: number, credit: number, pending: number, amount: Int32Array): void {
    this.release(debit, credit, pending);
    this.applySinglePhase(debit, credit, amount);
  }

  applyVoided(debit: number, credit: number, pending: number): void {
    this.release(debit, credit, pending);
    this.reopen(debit, credit, this.state.transferFlagsOf(pending));
  }

  applyExpired(debit: number, credit: number, pending: number): void {
    this.release(debit, credit, pending);
    this.reopen(debit, credit, this.state.transferFlagsOf(pending));
  }

  /** Takes a pending transfer's whole amount off the pending balances. */
  protected release(debit: number, credit: number, pending: number): void {
    const records = this.state.transfers.records;
    const page = records.page(pending);
    const amount = records.at(pending) + transferWord.amount;
    this.decrease(debit, accountWord.debits_pending, page, amount);
    this.decrease(credit, accountWord.credits_pending, page, amount);
  }

  /** A pending transfer with closing flags closes its accounts. */
  close(debit: number, credit: number, flags: number): void {
    if (flags & transferFlags.closing_debit) this.setClosed(debit, true);
    if (flags & transferFlags.closing_credit) this.setClosed(credit, true);
  }

  /** When it is voided or expires, they are opened again. */
  protected reopen(debit: number, credit: number, flags: number): void {
    if (flags & transferFlags.closing_debit) this.setClosed(debit, false);
    if (flags & transferFlags.closing_credit) this.setClosed(credit, false);
  }

  isClosed(account: number): boolean {
    return (this.state.accountFlagsOf(account) & accountFlags.closed) !== 0;
  }

  /** Of all movements, only voiding a pending transfer is allowed in a closed account. */
  isAllowedOnClosed(flags: number): boolean {
    return (flags & transferFlags.void_pending_transfer) !== 0;
  }

  /** Whether debiting `amount` would break the account's limit, pending debits included. */
  exceedsCredits(account: number, amount: Int32Array): boolean {
    const flags = this.state.accountFlagsOf(account);
    if (!(flags & accountFlags.debits_must_not_exceed_credits)) return false;
    this.lines.settle(account);
    const page = this.state.accounts.records.page(account);
    const at = this.state.accounts.records.at(account);
    add(page, at + accountWord.debits_pending, page, at + accountWord.debits_posted, sum, 0);
    add(sum, 0, amount, 0, sum, 0);
    return compare(sum, 0, page, at + accountWord.credits_posted) > 0;
  }

  exceedsDebits(account: number, amount: Int32Array): boolean {
    const flags = this.state.accountFlagsOf(account);
    if (!(flags & accountFlags.credits_must_not_exceed_debits)) return false;
    this.lines.settle(account);
    const page = this.state.accounts.records.page(account);
    const at = this.state.accounts.records.at(account);
    add(page, at + accountWord.credits_pending, page, at + accountWord.credits_posted, sum, 0);
    add(sum, 0, amount, 0, sum, 0);
    return compare(sum, 0, page, at + accountWord.debits_posted) > 0;
  }

  /** Lowers `amount` to what balances the debited account's debits with its credits. */
  balanceDebit(account: number, amount: Int32Array): void {
    const word = accountWord;
    this.balance(account, word.credits_posted, word.debits_posted, word.debits_pending, amount);
  }

  balanceCredit(account: number, amount: Int32Array): void {
    const word = accountWord;
    this.balance(account, word.debits_posted, word.credits_posted, word.credits_pending, amount);
  }

  private balance(
    account: number,
    have: number,
    posted: number,
    pending: number,
    amount: Int32Array,
  ): void {
    this.lines.settle(account);
    const page = this.state.accounts.records.page(account);
    const at = this.state.accounts.records.at(account);
    assert(!addOverflows(page, at + posted, page, at + pending), 'pending plus posted fits');
    add(page, at + posted, page, at + pending, sum, 0);
    if (compare(page, at + have, sum, 0) <= 0) sum.fill(0);
    else subtract(page, at + have, sum, 0, sum, 0);
    if (compare(sum, 0, amount, 0) < 0) copy(sum, 0, amount, 0);
  }

  /** Whether something that falls due at `deadline` (low word, high word) has, by this time. */
  isDue(deadlineHigh: number, deadlineLow: number, high: number, low: number): boolean {
    return compareTimestamps(deadlineHigh, deadlineLow, high, low) <= 0;
  }

  /** Remembers the id of a transfer that failed, if a later attempt might have succeeded. */
  burn(status: number, id: Int32Array, at: number): void {
    if (transientTransferStatuses.has(status)) this.state.transfers.burn(id, at);
  }

  /** Takes back all that a chain has done, down to so many transfers. */
  rollBackTransfers(count: number): void {
    const state = this.state;
    for (let transfer = state.transfers.records.count - 1; transfer >= count; transfer--) {
      const pending = state.link(transfer, linkWord.pending);
      if (pending >= 0) state.setPendingStatus(pending, pendingStatus.pending);
    }
    state.transfers.truncate(count);
    state.links.truncate(count);
    state.balances.truncate(count);
    for (let entry = state.undo.count - 1; entry >= 0; entry--) this.restore(entry);
  }

  rollBackAccounts(count: number): void {
    this.state.accounts.truncate(count);
  }

  /** Gives an account back the balances and flags that it had before a change in the chain. */
  protected restore(entry: number): void {
    this.state.undo.restore(entry);
  }

  /** Adds to one of an account's balances, which is told by its word in a record. */
  protected increase(account: number, balance: number, amount: Int32Array): void {
    if (this.lines.add(account, balance, amount)) return;
    this.increaseWide(account, balance, amount);
  }

  protected decrease(account: number, balance: number, amount: Int32Array, amountAt: number): void {
    if (this.lines.subtract(account, balance, amount, amountAt)) return;
    this.decreaseWide(account, balance, amount, amountAt);
  }

  private increaseWide(account: number, balance: number, amount: Int32Array): void {
    const { records } = this.state.accounts;
    this.lines.settle(account);
    const page = records.page(account);
    const at = records.at(account) + balance;
    const carry = add(page, at, amount, 0, page, at);
    assert(carry === 0, 'what overflows a balance is refused before');
    this.lines.take(account);
  }

  private decreaseWide(
    account: number,
    balance: number,
    amount: Int32Array,
    amountAt: number,
  ): void {
    const { records } = this.state.accounts;
    this.lines.settle(account);
    const page = records.page(account);
    const at = records.at(account) + balance;
    const borrow = subtract(page, at, amount, amountAt, page, at);
    assert(borrow === 0, 'a pending balance is never less than the pending transfers it sums up');
    this.lines.take(account);
  }

  private setClosed(account: number, closed: boolean): void {
    const { records } = this.state.accounts;
    this.lines.settle(account);
    const page = records.page(account);
    const at = records.at(account) + accountWord.code_and_flags;
    const bit = accountFlags.closed << 16;
    page[at] = closed ? (page[at] as number) | bit : (page[at] as number) & ~bit;
    this.lines.take(account);
  }
}
