import { account, transfer } from './layouts.ts';

/** Where the fields of a record lie, in words of four bytes; both kinds of records have 32. */

export const recordWords = 32;

export const accountWord = {
  id: account.id / 4,
  debits_pending: account.debits_pending / 4,
  debits_posted: account.debits_posted / 4,
  credits_pending: account.credits_pending / 4,
  credits_posted: account.credits_posted / 4,
  user_data_128: account.user_data_128 / 4,
  user_data_64: account.user_data_64 / 4,
  user_data_32: account.user_data_32 / 4,
  reserved: account.reserved / 4,
  ledger: account.ledger / 4,
  code_and_flags: account.code / 4, // the flags are the upper half
  timestamp: account.timestamp / 4,
} as const;

export const transferWord = {
  id: transfer.id / 4,
  debit_account_id: transfer.debit_account_id / 4,
  credit_account_id: transfer.credit_account_id / 4,
  amount: transfer.amount / 4,
  pending_id: transfer.pending_id / 4,
  user_data_128: transfer.user_data_128 / 4,
  user_data_64: transfer.user_data_64 / 4,
  user_data_32: transfer.user_data_32 / 4,
  timeout: transfer.timeout / 4,
  ledger: transfer.ledger / 4,
  code_and_flags: transfer.code / 4, // the flags are the upper half
  timestamp: transfer.timestamp / 4,
} as const;

/** The 16 words of an account's four balances follow one another, in this order everywhere. */
export const balancesWord = accountWord.debits_pending;
export const balancesWords = 16;

/**
 * Copies words, a multiple of eight of them. Eight at a time, because a loop's own checks cost more
 * than a copy; `set` and `subarray` pay off from some hundred words on only.
 */
export function copyWords(
  from: Int32Array,
  fromAt: number,
  to: Int32Array,
  toAt: number,
  words: number,
): void {
  for (let word = 0; word < words; word += 8) {
    const f = fromAt + word;
    const t = toAt + word;
    to[t] = from[f] as number;
    to[t + 1] = from[f + 1] as number;
    to[t + 2] = from[f + 2] as number;
    to[t + 3] = from[f + 3] as number;
    to[t + 4] = from[f + 4] as number;
    to[t + 5] = from[f + 5] as number;
    to[t + 6] = from[f + 6] as number;
    to[t + 7] = from[f + 7] as number;
  }
}

/** A view of the bytes as words; a copy where they don't begin at a word's boundary. */
export function wordsOf(bytes: Uint8Array): Int32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >>> 2);
}
