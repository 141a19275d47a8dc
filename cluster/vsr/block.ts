import { assert } from '../../harness/assert.ts';
import { commands, common, block as fields, headerSize } from '../wire/header.ts';
import { Message } from '../wire/message.ts';

/** Where a block lies in the grid, and the checksum of its header: what it must be, bit by bit. */
export interface BlockReference {
  /** From 1; 0 stands for none. */
  readonly address: number;
  /** 16 bytes. */
  readonly checksum: Uint8Array;
}

/** What a block holds: the tables of a checkpoint, references to blocks, or records. */
export const blockTypes = { root: 3, index: 4, value: 5 } as const;

/** A reference in a block, a superblock or a message: checksum, address, and 8 bytes of nothing. */
export const referenceSize = 32;

const addressOffset = 16;
const two32 = 0x100000000;

export const noBlock: BlockReference = { address: 0, checksum: new Uint8Array(16) };

/** A block to be filled in and sealed, whose content is of a checkpoint's op. */
export function createBlock(
  options: { readonly address: number; readonly type: number; readonly op: number },
  bodySize: number,
  template: Message,
): Message {
  assert(options.address > 0, 'the grid begins at address 1');
  const cluster = template.u128(common.cluster);
  const message = Message.create('block', cluster, bodySize, template.checksum);
  message.setU64(fields.address, options.address);
  message.setU64(fields.snapshot, options.op);
  message.setU8(fields.block_type, options.type);
  return message;
}

/** Of a sealed block. */
export function referenceOf(message: Message): BlockReference {
  const checksum = message.bytes.slice(common.checksum, common.checksum + 16);
  return { address: message.u64(fields.address), checksum };
}

/** Whether these bytes are the block that is meant; null where they are anything else. */
export function verifiedBlock(
  bytes: Uint8Array,
  reference: BlockReference,
  template: Message,
): Message | null {
  for (let i = 0; i < 16; i++) {
    if (bytes[common.checksum + i] !== reference.checksum[i]) return null;
  }
  const message = new Message(bytes, template.checksum);
  if (!message.headerValid() || !message.bodyValid()) return null;
  if (message.command !== commands.block) return null;
  if (!message.sameU128(common.cluster, template, common.cluster)) return null;
  assert(message.u64(fields.address) === reference.address, 'a block knows where it lies');
  return message.bytes.length === message.size
    ? message
    : new Message(bytes.subarray(0, message.size), template.checksum);
}

export function sameReference(a: BlockReference, b: BlockReference): boolean {
  return a.address === b.address && a.checksum.every((byte, i) => byte === b.checksum[i]);
}

export function writeReference(reference: BlockReference, bytes: Uint8Array, at: number): void {
  bytes.set(reference.checksum, at);
  writeU64(reference.address, bytes, at + addressOffset);
}

export function readReference(bytes: Uint8Array, at: number): BlockReference {
  const address = readU64(bytes, at + addressOffset);
  return { address, checksum: bytes.slice(at, at + 16) };
}

/** The references that lie one after another behind `from`; null where they cannot be any. */
export function readReferences(bytes: Uint8Array, from: number): BlockReference[] | null {
  if ((bytes.length - from) % referenceSize !== 0) return null;
  const references: BlockReference[] = [];
  for (let at = from; at < bytes.length; at += referenceSize) {
    if ((bytes[at + addressOffset + 6] as number) !== 0) return null;
    if ((bytes[at + addressOffset + 7] as number) !== 0) return null;
    references.push(readReference(bytes, at));
  }
  return references;
}

/** Of a counter below 2^53. */
export function writeU64(value: number, bytes: Uint8Array, at: number): void {
  assert(Number.isSafeInteger(value) && value >= 0, 'a counter is an integer from 0 to 2^53 − 1');
  const fields64 = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  fields64.setUint32(at, value % two32, true);
  fields64.setUint32(at + 4, Math.trunc(value / two32), true);
}

export function readU64(bytes: Uint8Array, at: number): number {
  const fields64 = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const value = fields64.getUint32(at + 4, true) * two32 + fields64.getUint32(at, true);
  assert(Number.isSafeInteger(value), 'a counter is an integer from 0 to 2^53 − 1');
  return value;
}

/** How much of a block's content there is room for. */
export function blockBodyMax(blockSize: number): number {
  assert(blockSize > headerSize, 'a block has room behind its header');
  return blockSize - headerSize;
}
