import { account, accountFlags, createResult, transfer, transferFlags } from '../ledger/layouts.ts';
import { createAccountStatus, createTransferStatus } from '../ledger/statuses.ts';
import { addTo, amountAt, isGreater, loadAmount, setAmount } from './amounts.ts';
import { readU128 } from './batches.ts';
import { IdTable } from './id-table.ts';
import { held, PendingBook, pendingWord } from './pending-book.ts';
import { WordRows } from './word-rows.ts';

export interface Balance {
  readonly debitsPending: bigint;
  readonly debitsPosted: bigint;
  readonly creditsPending: bigint;
  readonly creditsPosted: bigint;
  /** It is there: a transfer that was created names it. */
  readonly exists: boolean;
  /** Something touched the account of which nobody knows whether it happened. */
  readonly uncertain: boolean;
  /** It holds or held something that has a time-out. */
  readonly timed: boolean;
}

/** Words of an account. Its flags are those of its creation; 0 where that was never told. */
const word = {
  debitsPending: 0,
  debitsPosted: 4,
  creditsPending: 8,
  creditsPosted: 12,
  flags: 16,
  known: 17,
} as const;
const accountWords = 18;
const known = { exists: 1, uncertain: 2, timed: 4 } as const;

const { pending, post_pending_transfer, void_pending_transfer } = transferFlags;
const { balancing_debit, balancing_credit } = transferFlags;
const balancing = balancing_debit | balancing_credit;

/**
 * Balances by addition alone: told which transfers were created, it adds them up. It knows no rule
 * about what may be created but the limits of accounts, and shares no code with the ledger, so it
 * errs elsewhere.
 */
export class BalanceBook {
  readonly pendings = new PendingBook();
  readonly #ids = new IdTable();
  /** Every account that was created, or that a transfer names which was or may have been. */
  readonly #accounts = new WordRows(accountWords);
  readonly #expiriesMax: number;
  readonly #amount = new Int32Array(4);
  readonly #sum = new Int32Array(4);

  /** @param expiriesMax how many pending transfers one pulse expires at most */
  constructor(expiriesMax: number) {
    this.#expiriesMax = expiriesMax;
  }

  /** Takes down the flags of the created ones of `count` accounts. */
  open(accounts: DataView, count: number, results: DataView): void {
    for (let event = 0; event < count; event++) {
      const result = event * createResult.size + createResult.status;
      if (results.getUint32(result, true) !== createAccountStatus.created) continue;
      const at = event * account.size;
      const opened = this.#account(accounts, at + account.id);
      const flags = accounts.getUint16(at + account.flags, true);
      this.#accounts.page(opened)[this.#accounts.at(opened) + word.flags] = flags;
    }
  }

  /**
   * Enters the created ones of `count` transfers.
   * @param results null where no answer came, so that any of them may have been created
   * @returns what cannot be, or null
   */
  enter(transfers: DataView, count: number, results: DataView | null): string | null {
    for (let event = 0; event < count; event++) {
      const at = event * transfer.size;
      if (results === null) {
        this.#doubt(transfers, at);
        continue;
      }
      const result = event * createResult.size;
      const status = results.getUint32(result + createResult.status, true);
      if (status !== createTransferStatus.created) continue;
      const flags = transfers.getUint16(at + transfer.flags, true);
      const resolves = flags & (post_pending_transfer | void_pending_transfer);
      const wrong = resolves
        ? this.#resolve(transfers, at, (flags & post_pending_transfer) !== 0)
        : this.#create(transfers, at, flags, results, result);
      if (wrong) return wrong;
    }
    return null;
  }

  /** A pulse at `timestamp`: gives back what was held for too long. */
  pulse(timestamp: bigint): void {
    for (let expired = 0; expired < this.#expiriesMax; expired++) {
      const due = this.pendings.next;
      if (due < 0 || this.pendings.dueOf(due) > timestamp) return;
      this.#release(due);
    }
  }

  /** Undefined for an account of which nothing is known. */
  balanceOf(id: bigint): Balance | undefined {
    const number = this.#ids.findId(id);
    return number < 0 ? undefined : this.#balance(number);
  }

  *balances(): Generator<readonly [id: bigint, balance: Balance], void, undefined> {
    for (let number = 0; number < this.#accounts.count; number++) {
      yield [this.#ids.id(number), this.#balance(number)];
    }
  }

  #create(
    transfers: DataView,
    at: number,
    flags: number,
    results: DataView,
    result: number,
  ): string | null {
    const debit = this.#account(transfers, at + transfer.debit_account_id);
    const credit = this.#account(transfers, at + transfer.credit_account_id);
    this.#note(debit, known.exists);
    this.#note(credit, known.exists);
    loadAmount(transfers, at + transfer.amount, this.#amount, 0);
    const sure = !(flags & balancing) || this.#takeBalance(flags, debit, credit);
    const holds = (flags & pending) !== 0;
    const over =
      this.#add(debit, holds ? word.debitsPending : word.debitsPosted) ||
      this.#add(credit, holds ? word.creditsPending : word.creditsPosted);
    if (over && !this.#isUncertain(debit) && !this.#isUncertain(credit)) {
      const id = readU128(transfers, at + transfer.id);
      return `transfer ${id} was created, which leads an account beyond 128 bits`;
    }
    if (holds) {
      const state = sure ? held.held : held.uncertain;
      const number = this.#hold(transfers, at, debit, credit, state, 1);
      const timeout = transfers.getUint32(at + transfer.timeout, true);
      if (timeout > 0) {
        const timestamp = results.getBigUint64(result + createResult.timestamp, true);
        this.pendings.setDue(number, timestamp, timeout);
        this.#note(debit, known.timed);
        this.#note(credit, known.timed);
      }
    }
    return this.#beyondLimit(transfers, at, debit, credit);
  }

  /** Its number among the pending transfers. */
  #hold(
    transfers: DataView,
    at: number,
    debit: number,
    credit: number,
    state: number,
    told: 0 | 1,
  ): number {
    const pending = this.pendings.add(transfers, at + transfer.id);
    const page = this.pendings.rows.page(pending);
    const row = this.pendings.rows.at(pending);
    page[row + pendingWord.debit] = debit;
    page[row + pendingWord.credit] = credit;
    page[row + pendingWord.state] = state;
    page[row + pendingWord.told] = told;
    page.set(this.#amount, row + pendingWord.amount);
    return pending;
  }

  #resolve(transfers: DataView, at: number, post: boolean): string | null {
    const pending = this.pendings.ids.find(transfers, at + transfer.pending_id);
    const state = pending < 0 ? held.released : this.pendings.stateOf(pending);
    if (state === held.released) {
      const id = readU128(transfers, at + transfer.pending_id);
      return `pending transfer ${id} was ${post ? 'posted' : 'voided'}, but was not pending then`;
    }
    this.#release(pending);
    if (!post || state === held.uncertain) return null;
    const page = this.pendings.rows.page(pending);
    const row = this.pendings.rows.at(pending);
    loadAmount(transfers, at + transfer.amount, this.#amount, 0);
    if (this.#amount.every((part) => part === -1)) {
      for (let part = 0; part < 4; part++) {
        this.#amount[part] = page[row + pendingWord.amount + part] as number;
      }
    }
    if (isGreater(this.#amount, 0, page, row + pendingWord.amount)) {
      const id = readU128(transfers, at + transfer.pending_id);
      const whole = amountAt(page, row + pendingWord.amount);
      const posted = amountAt(this.#amount, 0);
      return `of pending transfer ${id}, which held ${whole}, ${posted} were posted`;
    }
    this.#add(page[row + pendingWord.debit] as number, word.debitsPosted);
    this.#add(page[row + pendingWord.credit] as number, word.creditsPosted);
    return null;
  }

  #release(pending: number): void {
    this.pendings.release(pending, this.#accounts, word.debitsPending, word.creditsPending);
  }

  /** Whatever this transfer would have changed is not known from here on. */
  #doubt(transfers: DataView, at: number): void {
    const flags = transfers.getUint16(at + transfer.flags, true);
    if (flags & (post_pending_transfer | void_pending_transfer)) {
      const doubted = this.pendings.ids.find(transfers, at + transfer.pending_id);
      if (doubted < 0 || this.pendings.stateOf(doubted) === held.released) return;
      this.pendings.setState(doubted, held.uncertain);
      const page = this.pendings.rows.page(doubted);
      const row = this.pendings.rows.at(doubted);
      this.#note(page[row + pendingWord.debit] as number, known.uncertain);
      this.#note(page[row + pendingWord.credit] as number, known.uncertain);
      return;
    }
    const debit = this.#account(transfers, at + transfer.debit_account_id);
    const credit = this.#account(transfers, at + transfer.credit_account_id);
    this.#note(debit, known.uncertain);
    this.#note(credit, known.uncertain);
    if (!(flags & pending)) return;
    const found = this.pendings.ids.find(transfers, at + transfer.id);
    if (found >= 0 && this.pendings.stateOf(found) !== held.released) return;
    this.#amount.fill(0);
    this.#hold(transfers, at, debit, credit, held.uncertain, 0);
  }

  /**
   * A balancing transfer takes what there is, and no more than was asked for (facts 4.10, 6).
   * @returns whether it is known what there was
   */
  #takeBalance(flags: number, debit: number, credit: number): boolean {
    let amount = amountAt(this.#amount, 0);
    const uncertain = { debit: this.#isUncertain(debit), credit: this.#isUncertain(credit) };
    if (flags & balancing_debit) {
      const { creditsPosted, debitsPosted, debitsPending } = this.#balance(debit);
      amount = lesser(amount, creditsPosted - debitsPosted - debitsPending);
      if (uncertain.debit) this.#note(credit, known.uncertain);
    }
    if (flags & balancing_credit) {
      const { debitsPosted, creditsPosted, creditsPending } = this.#balance(credit);
      amount = lesser(amount, debitsPosted - creditsPosted - creditsPending);
      if (uncertain.credit) this.#note(debit, known.uncertain);
    }
    setAmount(this.#amount, 0, amount);
    const guessed =
      (flags & balancing_debit && uncertain.debit) ||
      (flags & balancing_credit && uncertain.credit);
    return !guessed;
  }

  /** Whether a transfer that was created has led an account beyond its limit. */
  #beyondLimit(transfers: DataView, at: number, debit: number, credit: number): string | null {
    if (this.#exceeds(debit, accountFlags.debits_must_not_exceed_credits, word.debitsPending)) {
      const { debitsPending, debitsPosted, creditsPosted } = this.#balance(debit);
      return (
        `transfer ${readU128(transfers, at)} was created, which leads its debit account to debits ` +
        `of ${debitsPending + debitsPosted} (pending and posted) over credits_posted ` +
        `${creditsPosted}, beyond its limit`
      );
    }
    if (this.#exceeds(credit, accountFlags.credits_must_not_exceed_debits, word.creditsPending)) {
      const { creditsPending, creditsPosted, debitsPosted } = this.#balance(credit);
      return (
        `transfer ${readU128(transfers, at)} was created, which leads its credit account to ` +
        `credits of ${creditsPending + creditsPosted} (pending and posted) over debits_posted ` +
        `${debitsPosted}, beyond its limit`
      );
    }
    return null;
  }

  /** @param side where the pending sum of that side stands, and behind it the posted one */
  #exceeds(number: number, flag: number, side: number): boolean {
    const page = this.#accounts.page(number);
    const at = this.#accounts.at(number);
    if (!((page[at + word.flags] as number) & flag) || this.#isUncertain(number)) return false;
    for (let part = 0; part < 4; part++) this.#sum[part] = page[at + side + part] as number;
    const posted = side === word.debitsPending ? word.debitsPosted : word.creditsPosted;
    const limit = side === word.debitsPending ? word.creditsPosted : word.debitsPosted;
    return addTo(this.#sum, 0, page, at + posted) || isGreater(this.#sum, 0, page, at + limit);
  }

  #account(record: DataView, offset: number): number {
    const number = this.#ids.add(record, offset);
    if (number === this.#accounts.count) this.#accounts.push();
    return number;
  }

  /** Adds the amount at hand, and says whether that needs more than 128 bits. */
  #add(number: number, to: number): boolean {
    return addTo(this.#accounts.page(number), this.#accounts.at(number) + to, this.#amount, 0);
  }

  #note(number: number, bit: number): void {
    const page = this.#accounts.page(number);
    const at = this.#accounts.at(number) + word.known;
    page[at] = (page[at] as number) | bit;
  }

  #isUncertain(number: number): boolean {
    const bits = this.#accounts.page(number)[this.#accounts.at(number) + word.known] as number;
    return (bits & known.uncertain) !== 0;
  }

  #balance(number: number): Balance {
    const page = this.#accounts.page(number);
    const at = this.#accounts.at(number);
    const bits = page[at + word.known] as number;
    return {
      debitsPending: amountAt(page, at + word.debitsPending),
      debitsPosted: amountAt(page, at + word.debitsPosted),
      creditsPending: amountAt(page, at + word.creditsPending),
      creditsPosted: amountAt(page, at + word.creditsPosted),
      exists: (bits & known.exists) !== 0,
      uncertain: (bits & known.uncertain) !== 0,
      timed: (bits & known.timed) !== 0,
    };
  }
}

function lesser(amount: bigint, available: bigint): bigint {
  if (available <= 0n) return 0n;
  return available < amount ? available : amount;
}
