/**
 * The records of TigerBeetle's wire format (facts 4.8): byte offsets of fields, little-endian. A
 * field's width is in its comment; `size` is the record's.
 */

export const account = {
  size: 128,
  id: 0, // u128
  debits_pending: 16, // u128
  debits_posted: 32, // u128
  credits_pending: 48, // u128
  credits_posted: 64, // u128
  user_data_128: 80, // u128
  user_data_64: 96, // u64
  user_data_32: 104, // u32
  reserved: 108, // u32
  ledger: 112, // u32
  code: 116, // u16
  flags: 118, // u16
  timestamp: 120, // u64
} as const;

export const transfer = {
  size: 128,
  id: 0, // u128
  debit_account_id: 16, // u128
  credit_account_id: 32, // u128
  amount: 48, // u128
  pending_id: 64, // u128
  user_data_128: 80, // u128
  user_data_64: 96, // u64
  user_data_32: 104, // u32
  timeout: 108, // u32, seconds
  ledger: 112, // u32
  code: 116, // u16
  flags: 118, // u16
  timestamp: 120, // u64
} as const;

/** Of both creates: one for each event. */
export const createResult = {
  size: 16,
  timestamp: 0, // u64
  status: 8, // u32
  reserved: 12, // u32
} as const;

export const accountFilter = {
  size: 128,
  account_id: 0, // u128
  user_data_128: 16, // u128
  user_data_64: 32, // u64
  user_data_32: 40, // u32
  code: 44, // u16
  reserved: 46, // 58 bytes
  timestamp_min: 104, // u64
  timestamp_max: 112, // u64
  limit: 120, // u32
  flags: 124, // u32
} as const;

export const queryFilter = {
  size: 64,
  user_data_128: 0, // u128
  user_data_64: 16, // u64
  user_data_32: 24, // u32
  ledger: 28, // u32
  code: 32, // u16
  reserved: 34, // 6 bytes
  timestamp_min: 40, // u64
  timestamp_max: 48, // u64
  limit: 56, // u32
  flags: 60, // u32
} as const;

export const accountBalance = {
  size: 128,
  debits_pending: 0, // u128
  debits_posted: 16, // u128
  credits_pending: 32, // u128
  credits_posted: 48, // u128
  timestamp: 64, // u64
  reserved: 72, // 56 bytes
} as const;

export const changeEventsFilter = {
  size: 64,
  timestamp_min: 0, // u64
  timestamp_max: 8, // u64
  limit: 16, // u32
  reserved: 20, // 44 bytes
} as const;

export const changeEvent = {
  size: 384,
  transfer_id: 0, // u128
  transfer_amount: 16, // u128
  transfer_pending_id: 32, // u128
  transfer_user_data_128: 48, // u128
  transfer_user_data_64: 64, // u64
  transfer_user_data_32: 72, // u32
  transfer_timeout: 76, // u32
  transfer_code: 80, // u16
  transfer_flags: 82, // u16
  ledger: 84, // u32
  type: 88, // u8: 0 single-phase, 1 pending, 2 posted, 3 voided, 4 expired
  reserved: 89, // 39 bytes
  debit_account_id: 128, // u128
  debit_account_debits_pending: 144, // u128
  debit_account_debits_posted: 160, // u128
  debit_account_credits_pending: 176, // u128
  debit_account_credits_posted: 192, // u128
  debit_account_user_data_128: 208, // u128
  debit_account_user_data_64: 224, // u64
  debit_account_user_data_32: 232, // u32
  debit_account_code: 236, // u16
  debit_account_flags: 238, // u16
  credit_account_id: 240, // u128
  credit_account_debits_pending: 256, // u128
  credit_account_debits_posted: 272, // u128
  credit_account_credits_pending: 288, // u128
  credit_account_credits_posted: 304, // u128
  credit_account_user_data_128: 320, // u128
  credit_account_user_data_64: 336, // u64
  credit_account_user_data_32: 344, // u32
  credit_account_code: 348, // u16
  credit_account_flags: 350, // u16
  timestamp: 352, // u64
  transfer_timestamp: 360, // u64
  debit_account_timestamp: 368, // u64
  credit_account_timestamp: 376, // u64
} as const;

/** Flags of an account, to be added up. */
export const accountFlags = {
  linked: 1,
  debits_must_not_exceed_credits: 2,
  credits_must_not_exceed_debits: 4,
  history: 8,
  imported: 16,
  closed: 32,
} as const;

/** Flags of a transfer, to be added up. */
export const transferFlags = {
  linked: 1,
  pending: 2,
  post_pending_transfer: 4,
  void_pending_transfer: 8,
  balancing_debit: 16,
  balancing_credit: 32,
  closing_debit: 64,
  closing_credit: 128,
  imported: 256,
} as const;

/** Flags of an account filter: which transfers it asks for, and the newest first. */
export const accountFilterFlags = { debits: 1, credits: 2, reversed: 4 } as const;
/** Flags of a query filter: the newest first. */
export const queryFilterFlags = { reversed: 1 } as const;
