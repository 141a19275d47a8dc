import { assert } from '../../harness/assert.ts';
import { checksum } from '../../harness/checksum.ts';
import { type CommandName, commands, common, headerSize } from './header.ts';

const two32 = 0x100000000;

/**
 * A whole message, header and body, seen through the offsets of header.ts. It is filled in, sealed
 * once, and never written to again: after that it is shared between queues, disks and replicas.
 */
export class Message {
  readonly bytes: Uint8Array;
  readonly fields: DataView;

  constructor(bytes: Uint8Array) {
    assert(bytes.length >= headerSize, 'a message is at least a header');
    this.bytes = bytes;
    this.fields = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** An empty message of a command, to be filled in and sealed. */
  static create(command: CommandName, cluster: bigint, bodySize: number): Message {
    const message = new Message(new Uint8Array(headerSize + bodySize));
    message.setU128(common.cluster, cluster);
    message.setU32(common.size, headerSize + bodySize);
    message.setU8(common.command, commands[command]);
    return message;
  }

  get command(): number {
    return this.u8(common.command);
  }

  get size(): number {
    return this.u32(common.size);
  }

  get view(): number {
    return this.u32(common.view);
  }

  get replica(): number {
    return this.u8(common.replica);
  }

  get header(): Uint8Array {
    return this.bytes.subarray(0, headerSize);
  }

  get body(): Uint8Array {
    return this.bytes.subarray(headerSize, this.size);
  }

  /** Writes both checksums. The last thing before a message is handed out. */
  seal(): this {
    if (this.size === headerSize) this.bytes.set(emptyBody, common.checksum_body);
    else checksum(this.bytes, headerSize, this.size, this.bytes, common.checksum_body);
    return this.sealHeader();
  }

  /** Writes the header's checksum alone: for a body whose checksum stands there already. */
  sealHeader(): this {
    checksum(this.bytes, common.checksum + 16, headerSize, this.bytes, common.checksum);
    return this;
  }

  /** Whether the header is what its checksum says. Its fields mean nothing before this. */
  headerValid(): boolean {
    checksum(this.bytes, common.checksum + 16, headerSize, expected, 0);
    return equalBytes(this.bytes, common.checksum, expected, 0, 16);
  }

  /** Whether the body is whole and what the header's checksum says; asks for a valid header. */
  bodyValid(): boolean {
    const size = this.size;
    if (size < headerSize || size > this.bytes.length) return false;
    if (size === headerSize) return equalBytes(this.bytes, common.checksum_body, emptyBody, 0, 16);
    checksum(this.bytes, headerSize, size, expected, 0);
    return equalBytes(this.bytes, common.checksum_body, expected, 0, 16);
  }

  u8(offset: number): number {
    return this.fields.getUint8(offset);
  }

  u16(offset: number): number {
    return this.fields.getUint16(offset, true);
  }

  u32(offset: number): number {
    return this.fields.getUint32(offset, true);
  }

  /** A u64 that is known to stay below 2^53: ops, sizes, spans of time. */
  u64(offset: number): number {
    const high = this.fields.getUint32(offset + 4, true);
    assert(high < 0x200000, 'a counter of the header is beyond 2^53');
    return high * two32 + this.fields.getUint32(offset, true);
  }

  /** Whether the u64 at `offset` is one that `u64` can give: asked of what others sent. */
  u64Fits(offset: number): boolean {
    return this.fields.getUint32(offset + 4, true) < 0x200000;
  }

  /** A u64 that may be anything: timestamps. */
  u64Big(offset: number): bigint {
    return this.fields.getBigUint64(offset, true);
  }

  u128(offset: number): bigint {
    return (
      (this.fields.getBigUint64(offset + 8, true) << 64n) | this.fields.getBigUint64(offset, true)
    );
  }

  /** Whether the 16 bytes at `offset` are those at `otherOffset` of `other`: faster than u128. */
  sameU128(offset: number, other: Message, otherOffset: number): boolean {
    return equalBytes(this.bytes, offset, other.bytes, otherOffset, 16);
  }

  setU8(offset: number, value: number): void {
    this.fields.setUint8(offset, value);
  }

  setU16(offset: number, value: number): void {
    this.fields.setUint16(offset, value, true);
  }

  setU32(offset: number, value: number): void {
    this.fields.setUint32(offset, value, true);
  }

  setU64(offset: number, value: number): void {
    assert(Number.isSafeInteger(value) && value >= 0, 'a counter is an integer below 2^53');
    this.fields.setUint32(offset, value % two32, true);
    this.fields.setUint32(offset + 4, Math.trunc(value / two32), true);
  }

  setU64Big(offset: number, value: bigint): void {
    this.fields.setBigUint64(offset, value, true);
  }

  setU128(offset: number, value: bigint): void {
    this.fields.setBigUint64(offset, value & 0xffffffffffffffffn, true);
    this.fields.setBigUint64(offset + 8, value >> 64n, true);
  }

  copyU128(offset: number, from: Message, fromOffset: number): void {
    this.bytes.set(from.bytes.subarray(fromOffset, fromOffset + 16), offset);
  }
}

const expected = new Uint8Array(16);

/** Most messages have no body. */
const emptyBody = new Uint8Array(16);
checksum(emptyBody, 0, 0, emptyBody, 0);

function equalBytes(
  a: Uint8Array,
  aOffset: number,
  b: Uint8Array,
  bOffset: number,
  size: number,
): boolean {
  for (let i = 0; i < size; i++) {
    if (a[aOffset + i] !== b[bOffset + i]) return false;
  }
  return true;
}
