import { assert } from '../assert.ts';
import { transferFlags } from './layouts.ts';
import { transferWord } from './record-words.ts';
import { linkWord, type State } from './state.ts';
import { createTransferStatus as statuses } from './statuses.ts';
import { compare, equal, isMax, isZero } from './u128.ts';

const word = transferWord;
const postOrVoidFlags = transferFlags.post_pending_transfer | transferFlags.void_pending_transfer;
const balancingFlags = transferFlags.balancing_debit | transferFlags.balancing_credit;

/** What the event at `words[at]` is answered with, since transfer `existing` has its id. */
export function compareWithExisting(
  state: State,
  words: Int32Array,
  at: number,
  existing: number,
): number {
  const page = state.transfers.records.page(existing);
  const e = state.transfers.records.at(existing);
  const flags = (words[at + word.code_and_flags] as number) >>> 16;
  if (flags !== (page[e + word.code_and_flags] as number) >>> 16) {
    return statuses.exists_with_different_flags;
  }
  if (!equal(words, at + word.pending_id, page, e + word.pending_id)) {
    return statuses.exists_with_different_pending_id;
  }
  if (words[at + word.timeout] !== page[e + word.timeout]) {
    return statuses.exists_with_different_timeout;
  }
  if (flags & postOrVoidFlags) {
    return comparePostOrVoid(state, words, at, page, e, state.link(existing, linkWord.pending));
  }
  return compareTransfer(words, at, flags, page, e);
}

function compareTransfer(
  words: Int32Array,
  at: number,
  flags: number,
  page: Int32Array,
  e: number,
): number {
  if (!equal(words, at + word.debit_account_id, page, e + word.debit_account_id)) {
    return statuses.exists_with_different_debit_account_id;
  }
  if (!equal(words, at + word.credit_account_id, page, e + word.credit_account_id)) {
    return statuses.exists_with_different_credit_account_id;
  }
  // Of a balancing transfer the amount was an upper bound of what it moved.
  const order = compare(words, at + word.amount, page, e + word.amount);
  if (flags & balancingFlags ? order < 0 : order !== 0) {
    return statuses.exists_with_different_amount;
  }
  if (!equal(words, at + word.user_data_128, page, e + word.user_data_128)) {
    return statuses.exists_with_different_user_data_128;
  }
  if (!equal64(words, at + word.user_data_64, page, e + word.user_data_64)) {
    return statuses.exists_with_different_user_data_64;
  }
  if (words[at + word.user_data_32] !== page[e + word.user_data_32]) {
    return statuses.exists_with_different_user_data_32;
  }
  if (words[at + word.ledger] !== page[e + word.ledger]) {
    return statuses.exists_with_different_ledger;
  }
  if (codeOf(words, at) !== codeOf(page, e)) return statuses.exists_with_different_code;
  return statuses.exists;
}

/** A field left out means the pending transfer's; the pending id is known to be the same. */
function comparePostOrVoid(
  state: State,
  words: Int32Array,
  at: number,
  page: Int32Array,
  e: number,
  pending: number,
): number {
  assert(pending >= 0, 'a post or void links to its pending transfer');
  const from = state.transfers.records.page(pending);
  const p = state.transfers.records.at(pending);
  if (
    !isZero(words, at + word.debit_account_id) &&
    !equal(words, at + word.debit_account_id, page, e + word.debit_account_id)
  ) {
    return statuses.exists_with_different_debit_account_id;
  }
  if (
    !isZero(words, at + word.credit_account_id) &&
    !equal(words, at + word.credit_account_id, page, e + word.credit_account_id)
  ) {
    return statuses.exists_with_different_credit_account_id;
  }
  const isVoid = ((words[at + word.code_and_flags] as number) >>> 16) & 8;
  const whole = isVoid ? isZero(words, at + word.amount) : isMax(words, at + word.amount);
  const same = whole
    ? equal(page, e + word.amount, from, p + word.amount)
    : equal(words, at + word.amount, page, e + word.amount);
  if (!same) return statuses.exists_with_different_amount;
  return compareInherited(words, at, page, e, from, p);
}

function compareInherited(
  words: Int32Array,
  at: number,
  page: Int32Array,
  e: number,
  from: Int32Array,
  p: number,
): number {
  const data128 = word.user_data_128;
  const same128 = isZero(words, at + data128)
    ? equal(page, e + data128, from, p + data128)
    : equal(words, at + data128, page, e + data128);
  if (!same128) return statuses.exists_with_different_user_data_128;
  const data64 = word.user_data_64;
  const same64 =
    ((words[at + data64] as number) | (words[at + data64 + 1] as number)) === 0
      ? equal64(page, e + data64, from, p + data64)
      : equal64(words, at + data64, page, e + data64);
  if (!same64) return statuses.exists_with_different_user_data_64;
  const data32 = words[at + word.user_data_32] || from[p + word.user_data_32];
  if (data32 !== page[e + word.user_data_32]) return statuses.exists_with_different_user_data_32;
  const ledger = words[at + word.ledger];
  if (ledger !== 0 && ledger !== page[e + word.ledger]) {
    return statuses.exists_with_different_ledger;
  }
  const code = codeOf(words, at);
  if (code !== 0 && code !== codeOf(page, e)) return statuses.exists_with_different_code;
  return statuses.exists;
}

function codeOf(words: Int32Array, at: number): number {
  return (words[at + word.code_and_flags] as number) & 0xffff;
}

function equal64(a: Int32Array, at: number, b: Int32Array, bt: number): boolean {
  return a[at] === b[bt] && a[at + 1] === b[bt + 1];
}
