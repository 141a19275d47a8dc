import { lineWord } from './account-lines.ts';
import { CreateBatch, created } from './create-batch.ts';
import { transferFlags } from './layouts.ts';
import { PostOrVoid } from './post-or-void.ts';
import { transferWord } from './record-words.ts';
import type { Rules } from './rules.ts';
import { pendingStatus, type State } from './state.ts';
import { createTransferStatus as statuses } from './statuses.ts';
import { addSeconds, compareTimestamps } from './timestamps.ts';
import { TransferBlock } from './transfer-block.ts';
import { compareWithExisting } from './transfer-exists.ts';
import { overflowStatus } from './transfer-overflows.ts';
import { copy, equal, isMax, isZero } from './u128.ts';

const flagsKnown = 511;
const word = transferWord;
const postOrVoidFlags = transferFlags.post_pending_transfer | transferFlags.void_pending_transfer;
const balancingFlags = transferFlags.balancing_debit | transferFlags.balancing_credit;
const closingFlags = transferFlags.closing_debit | transferFlags.closing_credit;

const amount = new Int32Array(4);
const deadline = new Int32Array(2);

export class CreateTransfers extends CreateBatch {
  private readonly state: State;
  private readonly rules: Rules;
  private readonly postOrVoid: PostOrVoid;
  protected override readonly exists = statuses.exists;
  private readonly block: TransferBlock;
  private chainStart = -1;

  constructor(state: State, rules: Rules) {
    super(statuses, transferFlags.imported);
    this.state = state;
    this.rules = rules;
    this.postOrVoid = new PostOrVoid(state, rules);
    this.block = new TransferBlock(state);
  }

  protected override create(
    words: Int32Array,
    at: number,
    nth: number,
    high: number,
    low: number,
  ): number {
    const flags = (words[at + word.code_and_flags] as number) >>> 16;
    if (flags & ~flagsKnown) return statuses.reserved_flag;
    if (isZero(words, at + word.id)) return statuses.id_must_not_be_zero;
    if (isMax(words, at + word.id)) return statuses.id_must_not_be_int_max;
    const idHash = this.block.idHashes[nth] as number;
    const existing = this.state.transfers.indexOfHashed(idHash, words, at + word.id);
    if (existing >= 0) {
      this.actualHigh = this.state.transfers.timestampHigh(existing);
      this.actualLow = this.state.transfers.timestampLow(existing);
      return compareWithExisting(this.state, words, at, existing);
    }
    if (existing === -2) return statuses.id_already_failed;

    this.actualHigh = high;
    this.actualLow = low;
    if (flags & transferFlags.imported) {
      this.actualLow = words[at + word.timestamp] as number;
      this.actualHigh = words[at + word.timestamp + 1] as number;
    }
    if (flags & postOrVoidFlags) {
      const inChain = this.chainStart >= 0;
      return this.postOrVoid.execute(
        idHash,
        words,
        at,
        flags,
        high,
        low,
        this.actualHigh,
        this.actualLow,
        inChain,
      );
    }
    const debit = this.block.debits[nth] as number;
    const credit = this.block.credits[nth] as number;
    const status = checkFields(words, at, flags, debit, credit);
    if (status !== 0) return status;
    if (debit < 0) return statuses.debit_account_not_found;
    if (credit < 0) return statuses.credit_account_not_found;
    return this.transfer(idHash, words, at, flags, debit, credit);
  }

  /** What depends on the accounts; if nothing speaks against it, the transfer is created. */
  private transfer(
    idHash: number,
    words: Int32Array,
    at: number,
    flags: number,
    debit: number,
    credit: number,
  ): number {
    const { lines } = this.state.accountLines;
    const debitPage = lines.page(debit);
    const debitAt = lines.at(debit);
    const creditPage = lines.page(credit);
    const creditAt = lines.at(credit);
    const ledger = debitPage[debitAt + lineWord.ledger];
    if (ledger !== creditPage[creditAt + lineWord.ledger]) {
      return statuses.accounts_must_have_the_same_ledger;
    }
    if (words[at + word.ledger] !== ledger) {
      return statuses.transfer_must_have_the_same_ledger_as_accounts;
    }
    const timeout = (words[at + word.timeout] as number) >>> 0;
    if (flags & transferFlags.imported) {
      const status = this.checkImported(debit, credit, timeout);
      if (status !== 0) return status;
    }
    // The rules are asked about accounts with flags only: most have none.
    const flagged =
      ((debitPage[debitAt + lineWord.code_and_flags] as number) |
        (creditPage[creditAt + lineWord.code_and_flags] as number)) >>>
        16 !==
      0;
    if (flagged) {
      if (this.rules.isClosed(debit)) return statuses.debit_account_already_closed;
      if (this.rules.isClosed(credit)) return statuses.credit_account_already_closed;
    }
    copy(words, at + word.amount, amount, 0);
    if (flags & transferFlags.balancing_debit) this.rules.balanceDebit(debit, amount);
    if (flags & transferFlags.balancing_credit) this.rules.balanceCredit(credit, amount);
    const pending = (flags & transferFlags.pending) !== 0;
    const wide =
      (debitPage[debitAt + lineWord.wide] as number) |
      (creditPage[creditAt + lineWord.wide] as number) |
      (amount[2] as number) |
      (amount[3] as number);
    if (wide !== 0) {
      const overflow = overflowStatus(this.state, debit, credit, amount, pending);
      if (overflow !== 0) return overflow;
    }
    if (timeout !== 0 && !addSeconds(this.actualHigh, this.actualLow, timeout, deadline)) {
      return statuses.overflows_timeout;
    }
    if (flagged) {
      if (this.rules.exceedsCredits(debit, amount)) return statuses.exceeds_credits;
      if (this.rules.exceedsDebits(credit, amount)) return statuses.exceeds_debits;
    }
    this.apply(idHash, words, at, flags, debit, credit);
    return created;
  }

  private apply(
    idHash: number,
    words: Int32Array,
    at: number,
    flags: number,
    debit: number,
    credit: number,
  ): void {
    const state = this.state;
    const transfer = state.transfers.append(idHash, words, at, this.actualHigh, this.actualLow);
    if (flags & balancingFlags) {
      const records = state.transfers.records;
      copy(amount, 0, records.page(transfer), records.at(transfer) + word.amount);
    }
    if (this.chainStart >= 0) {
      state.undo.save(debit);
      state.undo.save(credit);
    }
    let status: number = pendingStatus.none;
    if (flags & transferFlags.pending) {
      status = pendingStatus.pending;
      this.rules.applyPending(debit, credit, amount);
      if (flags & closingFlags) this.rules.close(debit, credit, flags);
    } else {
      this.rules.applySinglePhase(debit, credit, amount);
    }
    state.record(state.links, state.balances, debit, credit, -1, status);
  }

  private checkImported(debit: number, credit: number, timeout: number): number {
    const { accounts, transfers } = this.state;
    const high = this.actualHigh;
    const low = this.actualLow;
    if (transfers.regresses(high, low) || accounts.hasTimestamp(high, low)) {
      return statuses.imported_event_timestamp_must_not_regress;
    }
    if (isNotAfter(high, low, accounts.timestampHigh(debit), accounts.timestampLow(debit))) {
      return statuses.imported_event_timestamp_must_postdate_debit_account;
    }
    if (isNotAfter(high, low, accounts.timestampHigh(credit), accounts.timestampLow(credit))) {
      return statuses.imported_event_timestamp_must_postdate_credit_account;
    }
    return timeout === 0 ? 0 : statuses.imported_event_timeout_must_be_zero;
  }

  protected override fetch(words: Int32Array, at: number, count: number): void {
    this.block.fetch(words, at, count);
  }

  protected override settle(): void {
    this.state.indexTransfers();
  }

  protected override openChain(): void {
    this.chainStart = this.state.transfers.records.count;
  }

  protected override rollBackChain(): void {
    this.rules.rollBackTransfers(this.chainStart);
    this.closeChain();
  }

  protected override closeChain(): void {
    this.state.undo.clear();
    this.chainStart = -1;
  }

  protected override failed(status: number, words: Int32Array, at: number): void {
    this.rules.burn(status, words, at + word.id);
  }
}

function isNotAfter(highA: number, lowA: number, highB: number, lowB: number): boolean {
  return compareTimestamps(highA, lowA, highB, lowB) <= 0;
}

/** The accounts are indexes or -1: one that exists has a valid id, and no other has its id. */
function checkFields(
  words: Int32Array,
  at: number,
  flags: number,
  debit: number,
  credit: number,
): number {
  const debitId = at + word.debit_account_id;
  const creditId = at + word.credit_account_id;
  if (debit < 0) {
    if (isZero(words, debitId)) return statuses.debit_account_id_must_not_be_zero;
    if (isMax(words, debitId)) return statuses.debit_account_id_must_not_be_int_max;
  }
  if (credit < 0) {
    if (isZero(words, creditId)) return statuses.credit_account_id_must_not_be_zero;
    if (isMax(words, creditId)) return statuses.credit_account_id_must_not_be_int_max;
  }
  if (debit === credit && equal(words, debitId, words, creditId)) {
    return statuses.accounts_must_be_different;
  }
  if (!isZero(words, at + word.pending_id)) return statuses.pending_id_must_be_zero;
  if (!(flags & transferFlags.pending)) {
    if (words[at + word.timeout] !== 0) return statuses.timeout_reserved_for_pending_transfer;
    if (flags & closingFlags) return statuses.closing_transfer_must_be_pending;
  }
  if (words[at + word.ledger] === 0) return statuses.ledger_must_not_be_zero;
  if (((words[at + word.code_and_flags] as number) & 0xffff) === 0) {
    return statuses.code_must_not_be_zero;
  }
  return 0;
}
