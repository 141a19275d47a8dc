/** What a flag means is its bit; more of them are added up. */

export const accountFlag = {
  linked: 1,
  debits_must_not_exceed_credits: 2,
  credits_must_not_exceed_debits: 4,
  history: 8,
  imported: 16,
  closed: 32,
};

export const transferFlag = {
  linked: 1,
  pending: 2,
  post_pending_transfer: 4,
  void_pending_transfer: 8,
  balancing_debit: 16,
  balancing_credit: 32,
  closing_debit: 64,
  closing_credit: 128,
  imported: 256,
};

export const accountFilterFlag = { debits: 1, credits: 2, reversed: 4 };

export const queryFilterFlag = { reversed: 1 };

/** Whether the record has any of these flags. */
export function has(record: { readonly flags: number }, ...flags: readonly number[]): boolean {
  return flags.some((flag) => (record.flags & flag) !== 0);
}

/** Whether the record has a flag that is not among those that there are. */
export function hasUnknown(
  record: { readonly flags: number },
  known: Readonly<Record<string, number>>,
): boolean {
  const all = Object.values(known).reduce((sum, flag) => sum | flag, 0);
  return (record.flags & ~all) !== 0;
}
