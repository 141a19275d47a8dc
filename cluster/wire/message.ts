import { assert } from '../../harness/assert.ts';
import { checksum as aegis, type Checksum } from '../../harness/checksum.ts';
import { ChunkedBytes } from './chunked-bytes.ts';
import { type CommandName, commands, common, headerSize } from './header.ts';

const two32 = 0x100000000;

/**
 * A whole message, header and body, seen through the offsets of header.ts. It is filled in, sealed
 * once, and never written to again: after that it is shared between queues, disks and replicas.
 */
export class Message {
  readonly bytes: Uint8Array;
  /** What it is sealed and verified with: AEGIS-128L wherever others have to understand it. */
  readonly checksum: Checksum;

  constructor(bytes: Uint8Array, checksum: Checksum = aegis) {
    assert(bytes.length >= headerSize, 'a message is at least a header');
    this.bytes = bytes;
    this.checksum = checksum;
  }

  /** An empty message of a command, to be filled in and sealed. */
  static create(
    command: CommandName,
    cluster: bigint,
    bodySize: number,
    checksum: Checksum = aegis,
  ): Message {
    const message = new Message(memory.take(headerSize + bodySize), checksum);
    if (cluster !== lastCluster) rememberCluster(cluster);
    copyU128(lastClusterBytes, 0, message.bytes, common.cluster);
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
    const { bytes } = this;
    return bytes.length === headerSize ? bytes : bytes.subarray(0, headerSize);
  }

  get body(): Uint8Array {
    return this.bytes.subarray(headerSize, this.size);
  }

  /** Writes both checksums. The last thing before a message is handed out. */
  seal(): this {
    const { size } = this;
    if (size === headerSize) this.bytes.set(emptyBodyChecksum(this.checksum), common.checksum_body);
    else this.checksum(this.bytes, headerSize, size, this.bytes, common.checksum_body);
    return this.sealHeader();
  }

  /** Writes the header's checksum alone: for a body whose checksum stands there already. */
  sealHeader(): this {
    this.checksum(this.bytes, common.checksum + 16, headerSize, this.bytes, common.checksum);
    return this;
  }

  /** Whether the header is what its checksum says. Its fields mean nothing before this. */
  headerValid(): boolean {
    this.checksum(this.bytes, common.checksum + 16, headerSize, expected, 0);
    return equalBytes(this.bytes, common.checksum, expected, 0, 16);
  }

  /** Whether the body is whole and what the header's checksum says; asks for a valid header. */
  bodyValid(): boolean {
    const size = this.size;
    if (size < headerSize || size > this.bytes.length) return false;
    if (size === headerSize) {
      const empty = emptyBodyChecksum(this.checksum);
      return equalBytes(this.bytes, common.checksum_body, empty, 0, 16);
    }
    this.checksum(this.bytes, headerSize, size, expected, 0);
    return equalBytes(this.bytes, common.checksum_body, expected, 0, 16);
  }

  // Bytes are put together here rather than by a DataView: making one for each message costs more
  // than all that is read of it.

  u8(offset: number): number {
    return this.bytes[offset] as number;
  }

  u16(offset: number): number {
    const { bytes } = this;
    return (bytes[offset] as number) | ((bytes[offset + 1] as number) << 8);
  }

  u32(offset: number): number {
    const { bytes } = this;
    return (
      ((bytes[offset] as number) |
        ((bytes[offset + 1] as number) << 8) |
        ((bytes[offset + 2] as number) << 16) |
        ((bytes[offset + 3] as number) << 24)) >>>
      0
    );
  }

  /** A u64 that is known to stay below 2^53: ops, sizes, spans of time. */
  u64(offset: number): number {
    const high = this.u32(offset + 4);
    assert(high < 0x200000, 'a counter of the header is beyond 2^53');
    return high * two32 + this.u32(offset);
  }

  /** Whether the u64 at `offset` is one that `u64` can give: asked of what others sent. */
  u64Fits(offset: number): boolean {
    return this.u32(offset + 4) < 0x200000;
  }

  /** A u64 that may be anything: timestamps. */
  u64Big(offset: number): bigint {
    borrowed.setUint32(0, this.u32(offset), true);
    borrowed.setUint32(4, this.u32(offset + 4), true);
    return borrowed.getBigUint64(0, true);
  }

  /** Mostly a client's id: of the few that there are, the bigints are made once. */
  u128(offset: number): bigint {
    const a = this.u32(offset);
    const b = this.u32(offset + 4);
    const c = this.u32(offset + 8);
    const d = this.u32(offset + 12);
    const index = a % knownMax;
    const place = 4 * index;
    const hit =
      knownWords[place] === a &&
      knownWords[place + 1] === b &&
      knownWords[place + 2] === c &&
      knownWords[place + 3] === d;
    if (hit) return knownValues[index] as bigint;
    knownWords[place] = a;
    knownWords[place + 1] = b;
    knownWords[place + 2] = c;
    knownWords[place + 3] = d;
    const value = (this.u64Big(offset + 8) << 64n) | this.u64Big(offset);
    knownValues[index] = value;
    return value;
  }

  /** Whether the 16 bytes at `offset` are those at `otherOffset` of `other`: faster than u128. */
  sameU128(offset: number, other: Message, otherOffset: number): boolean {
    return equalBytes(this.bytes, offset, other.bytes, otherOffset, 16);
  }

  setU8(offset: number, value: number): void {
    this.bytes[offset] = value;
  }

  setU16(offset: number, value: number): void {
    const { bytes } = this;
    bytes[offset] = value;
    bytes[offset + 1] = value >>> 8;
  }

  setU32(offset: number, value: number): void {
    const { bytes } = this;
    bytes[offset] = value;
    bytes[offset + 1] = value >>> 8;
    bytes[offset + 2] = value >>> 16;
    bytes[offset + 3] = value >>> 24;
  }

  setU64(offset: number, value: number): void {
    assert(Number.isSafeInteger(value) && value >= 0, 'a counter is an integer below 2^53');
    this.setU32(offset, value % two32);
    this.setU32(offset + 4, Math.trunc(value / two32));
  }

  setU64Big(offset: number, value: bigint): void {
    borrowed.setBigUint64(0, value, true);
    this.setU32(offset, borrowed.getUint32(0, true));
    this.setU32(offset + 4, borrowed.getUint32(4, true));
  }

  setU128(offset: number, value: bigint): void {
    this.setU64Big(offset, value & 0xffffffffffffffffn);
    this.setU64Big(offset + 8, value >> 64n);
  }

  copyU128(offset: number, from: Message, fromOffset: number): void {
    copyU128(from.bytes, fromOffset, this.bytes, offset);
  }
}

/** Messages come and go. */
const memory = new ChunkedBytes();

const expected = new Uint8Array(16);

/** Most messages have no body: what the checksum used last makes of nothing. */
function emptyBodyChecksum(checksum: Checksum): Uint8Array {
  if (checksum !== emptyBodyOf) checksum(emptyBody, 0, 0, emptyBody, 0);
  emptyBodyOf = checksum;
  return emptyBody;
}

const emptyBody = new Uint8Array(16);
let emptyBodyOf: Checksum | null = null;

/** The u128 last read at each remainder of its lowest word; at first 0 at all of them. */
const knownMax = 256;
const knownWords = new Uint32Array(4 * knownMax);
const knownValues: bigint[] = Array.from({ length: knownMax }, () => 0n);

/** The cluster that a message was made for last, and its bytes: to get at them takes a while. */
let lastCluster = 0n;
const lastClusterBytes = new Uint8Array(16);

function rememberCluster(cluster: bigint): void {
  const view = new DataView(lastClusterBytes.buffer);
  view.setBigUint64(0, cluster & 0xffffffffffffffffn, true);
  view.setBigUint64(8, cluster >> 64n, true);
  lastCluster = cluster;
}

function copyU128(from: Uint8Array, fromOffset: number, to: Uint8Array, toOffset: number): void {
  for (let i = 0; i < 16; i++) to[toOffset + i] = from[fromOffset + i] as number;
}

/** A u64 on its way to or from a bigint. */
const borrowed = new DataView(new ArrayBuffer(8));

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
