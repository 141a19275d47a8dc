/**
 * TigerBeetle's message header: 256 bytes before the body, little-endian (facts 4.3 and 4.4). Byte
 * offsets of fields; a field's width is in its comment. Padding and reserved bytes are zero.
 */
export { headerSize } from '../../harness/environment.ts';

export const commands = {
  ping: 1,
  pong: 2,
  ping_client: 3,
  pong_client: 4,
  request: 5,
  prepare: 6,
  prepare_ok: 7,
  reply: 8,
  commit: 9,
  exit_view: 10,
  join_view: 11,
  get_view: 13,
  get_headers: 14,
  get_prepare: 15,
  get_reply: 16,
  headers: 17,
  eviction: 18,
  get_blocks: 19,
  block: 20,
  view: 24,
} as const;

export type CommandName = keyof typeof commands;

/** What every header has. */
export const common = {
  checksum: 0, // u128 over bytes 16 to 255
  checksum_body: 32, // u128 over the body
  nonce_reserved: 64, // u128
  cluster: 80, // u128
  size: 96, // u32, header and body
  epoch: 100, // u32
  view: 104, // u32
  release: 108, // u32
  protocol: 112, // u16
  command: 114, // u8
  replica: 115, // u8
} as const;

export const ping = {
  checkpoint_id: 128, // u128
  checkpoint_op: 144, // u64
  ping_timestamp_monotonic: 152, // u64
  release_count: 160, // u16; the body is 64 releases of u32
} as const;

export const pong = {
  ping_timestamp_monotonic: 128, // u64
  pong_timestamp_wall: 136, // u64
} as const;

export const pingClient = {
  client: 128, // u128
  ping_timestamp_monotonic: 144, // u64
  session: 152, // u64
} as const;

export const pongClient = {
  ping_timestamp_monotonic: 128, // u64
} as const;

export const request = {
  parent: 128, // u128: the `context` of the reply before
  client: 160, // u128
  session: 176, // u64
  timestamp: 184, // u64
  request: 192, // u32
  operation: 196, // u8
  previous_request_latency: 200, // u32, microseconds
} as const;

export const prepare = {
  parent: 128, // u128: the checksum of the prepare before
  request_checksum: 160, // u128
  checkpoint_id: 192, // u128
  client: 208, // u128
  op: 224, // u64
  commit: 232, // u64
  timestamp: 240, // u64
  request: 248, // u32
  operation: 252, // u8
} as const;

export const prepareOk = {
  parent: 128, // u128
  prepare_checksum: 160, // u128
  checkpoint_id: 192, // u128
  client: 208, // u128
  op: 224, // u64
  commit_min: 232, // u64
  timestamp: 240, // u64
  request: 248, // u32
  operation: 252, // u8
} as const;

export const reply = {
  request_checksum: 128, // u128
  context: 160, // u128: the reply's own checksum with a context of 0, in the view of the commit
  client: 192, // u128
  op: 208, // u64
  commit: 216, // u64
  timestamp: 224, // u64
  request: 232, // u32
  operation: 236, // u8
} as const;

export const commit = {
  commit_checksum: 128, // u128
  checkpoint_id: 160, // u128
  checkpoint_op: 176, // u64
  commit: 184, // u64
  timestamp_monotonic: 192, // u64
} as const;

export const joinView = {
  present_bitset: 128, // u128
  nack_bitset: 144, // u128
  op: 160, // u64
  commit_min: 168, // u64
  checkpoint_op: 176, // u64
  log_view: 184, // u32; the body is prepare headers, newest first
} as const;

export const view = {
  nonce: 128, // u128
  op: 144, // u64
  commit_max: 152, // u64
  checkpoint_op: 160, // u64; the body is the checkpoint's state and prepare headers
} as const;

export const getView = {
  nonce: 128, // u128
} as const;

export const getHeaders = {
  op_min: 128, // u64
  op_max: 136, // u64; the reply's body is prepare headers
} as const;

export const getPrepare = {
  prepare_checksum: 128, // u128
  prepare_op: 160, // u64
} as const;

export const getReply = {
  reply_checksum: 128, // u128
  reply_client: 160, // u128
  reply_op: 176, // u64
} as const;

/** What the grid's blocks begin with, on disk and on the wire; view and replica are 0. */
export const block = {
  metadata: 128, // 96 bytes
  address: 224, // u64
  snapshot: 232, // u64: the op of the checkpoint that it was written for
  block_type: 240, // u8
} as const;

export const eviction = {
  client: 128, // u128
  reason: 255, // u8
} as const;

export const evictionReasons = {
  no_session: 1,
  client_release_too_low: 2,
  client_release_too_high: 3,
  invalid_request_operation: 4,
  invalid_request_body: 5,
  invalid_request_body_size: 6,
  session_too_low: 7,
  session_release_mismatch: 8,
} as const;
