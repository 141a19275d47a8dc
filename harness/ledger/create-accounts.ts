import { CreateBatch, created } from './create-batch.ts';
import { accountFlags } from './layouts.ts';
import { accountWord } from './record-words.ts';
import type { Rules } from './rules.ts';
import type { State } from './state.ts';
import { createAccountStatus as statuses } from './statuses.ts';
import { equal, hash, isMax, isZero } from './u128.ts';

const flagsKnown = 63;
const word = accountWord;
const bothLimits =
  accountFlags.debits_must_not_exceed_credits | accountFlags.credits_must_not_exceed_debits;

export class CreateAccounts extends CreateBatch {
  private readonly state: State;
  private readonly rules: Rules;
  protected override readonly exists = statuses.exists;
  private chainStart = 0;

  constructor(state: State, rules: Rules) {
    super(statuses, accountFlags.imported);
    this.state = state;
    this.rules = rules;
  }

  protected override create(
    words: Int32Array,
    at: number,
    _nth: number,
    high: number,
    low: number,
  ): number {
    const flags = (words[at + word.code_and_flags] as number) >>> 16;
    if (words[at + word.reserved] !== 0) return statuses.reserved_field;
    if (flags & ~flagsKnown) return statuses.reserved_flag;
    if (isZero(words, at + word.id)) return statuses.id_must_not_be_zero;
    if (isMax(words, at + word.id)) return statuses.id_must_not_be_int_max;
    const idHash = hash(words, at + word.id);
    const existing = this.state.accounts.indexOfHashed(idHash, words, at + word.id);
    if (existing >= 0) return this.compareWithExisting(words, at, existing);

    const status = checkFields(words, at, flags);
    if (status !== 0) return status;
    this.actualHigh = high;
    this.actualLow = low;
    if (flags & accountFlags.imported) {
      this.actualLow = words[at + word.timestamp] as number;
      this.actualHigh = words[at + word.timestamp + 1] as number;
      if (
        this.state.accounts.regresses(this.actualHigh, this.actualLow) ||
        this.state.transfers.hasTimestamp(this.actualHigh, this.actualLow)
      ) {
        return statuses.imported_event_timestamp_must_not_regress;
      }
    }
    this.state.accounts.append(idHash, words, at, this.actualHigh, this.actualLow);
    return created;
  }

  private compareWithExisting(words: Int32Array, at: number, existing: number): number {
    const page = this.state.accounts.records.page(existing);
    const e = this.state.accounts.records.at(existing);
    const difference =
      (words[at + word.code_and_flags] as number) ^ (page[e + word.code_and_flags] as number);
    if (difference >>> 16) return statuses.exists_with_different_flags;
    if (!equal(words, at + word.user_data_128, page, e + word.user_data_128)) {
      return statuses.exists_with_different_user_data_128;
    }
    if (
      words[at + word.user_data_64] !== page[e + word.user_data_64] ||
      words[at + word.user_data_64 + 1] !== page[e + word.user_data_64 + 1]
    ) {
      return statuses.exists_with_different_user_data_64;
    }
    if (words[at + word.user_data_32] !== page[e + word.user_data_32]) {
      return statuses.exists_with_different_user_data_32;
    }
    if (words[at + word.ledger] !== page[e + word.ledger]) {
      return statuses.exists_with_different_ledger;
    }
    if (difference & 0xffff) return statuses.exists_with_different_code;
    this.actualLow = page[e + word.timestamp] as number;
    this.actualHigh = page[e + word.timestamp + 1] as number;
    return statuses.exists;
  }

  protected override fetch(): void {}

  protected override settle(): void {
    this.state.indexAccounts();
  }

  protected override openChain(): void {
    this.chainStart = this.state.accounts.records.count;
  }

  protected override rollBackChain(): void {
    this.rules.rollBackAccounts(this.chainStart);
  }

  protected override closeChain(): void {}

  /** No status of an account depends on what may change, so nothing is remembered. */
  protected override failed(): void {}
}

function checkFields(words: Int32Array, at: number, flags: number): number {
  if ((flags & bothLimits) === bothLimits) return statuses.flags_are_mutually_exclusive;
  if (!isZero(words, at + word.debits_pending)) return statuses.debits_pending_must_be_zero;
  if (!isZero(words, at + word.debits_posted)) return statuses.debits_posted_must_be_zero;
  if (!isZero(words, at + word.credits_pending)) return statuses.credits_pending_must_be_zero;
  if (!isZero(words, at + word.credits_posted)) return statuses.credits_posted_must_be_zero;
  if (words[at + word.ledger] === 0) return statuses.ledger_must_not_be_zero;
  if (((words[at + word.code_and_flags] as number) & 0xffff) === 0) {
    return statuses.code_must_not_be_zero;
  }
  return 0;
}
