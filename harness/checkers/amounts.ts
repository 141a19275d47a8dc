/**
 * Amounts of 128 bits as four 32-bit words, the lowest first: checkers add up what they read with
 * code of their own.
 */

const wordMax = 0xffff_ffff;

/** Adds, and says whether the sum needs more than 128 bits. */
export function addTo(sum: Int32Array, at: number, amount: Int32Array, from: number): boolean {
  let carry = 0;
  for (let word = 0; word < 4; word++) {
    const total =
      ((sum[at + word] as number) >>> 0) + ((amount[from + word] as number) >>> 0) + carry;
    sum[at + word] = total | 0;
    carry = total > wordMax ? 1 : 0;
  }
  return carry === 1;
}

/** Subtracts; of two that are not known for sure it may go below zero, and wraps around. */
export function takeFrom(sum: Int32Array, at: number, amount: Int32Array, from: number): void {
  let borrow = 0;
  for (let word = 0; word < 4; word++) {
    const rest =
      ((sum[at + word] as number) >>> 0) - ((amount[from + word] as number) >>> 0) - borrow;
    sum[at + word] = rest | 0;
    borrow = rest < 0 ? 1 : 0;
  }
}

export function isGreater(a: Int32Array, at: number, b: Int32Array, from: number): boolean {
  for (let word = 3; word >= 0; word--) {
    const left = (a[at + word] as number) >>> 0;
    const right = (b[from + word] as number) >>> 0;
    if (left !== right) return left > right;
  }
  return false;
}

/** Copies the four words that stand at `offset` of a record. */
export function loadAmount(record: DataView, offset: number, words: Int32Array, at: number): void {
  for (let word = 0; word < 4; word++) {
    words[at + word] = record.getInt32(offset + 4 * word, true);
  }
}

export function amountAt(words: Int32Array, at: number): bigint {
  let amount = 0n;
  for (let word = 3; word >= 0; word--) {
    amount = (amount << 32n) | BigInt((words[at + word] as number) >>> 0);
  }
  return amount;
}

export function setAmount(words: Int32Array, at: number, amount: bigint): void {
  for (let word = 0; word < 4; word++) {
    words[at + word] = Number((amount >> BigInt(32 * word)) & 0xffff_ffffn) | 0;
  }
}
