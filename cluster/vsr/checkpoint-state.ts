import { assert } from '../../harness/assert.ts';
import { headerSize, prepare } from '../wire/header.ts';
import { Message } from '../wire/message.ts';
import {
  type BlockReference,
  noBlock,
  readReference,
  referenceSize,
  writeReference,
} from './block.ts';
import { opOf, prepareHeaderValid } from './prepare-header.ts';

/** A checkpoint: what a superblock and a `view` say of it. The same bytes at every replica. */
export interface CheckpointState {
  readonly op: number;
  /** Of the prepare at `op`: what the log goes on from. */
  readonly header: Message;
  /** The block that leads to all others; none where no op was executed yet. */
  readonly root: BlockReference;
  /** The release that goes on from it. */
  readonly release: number;
  /** 1,024 bytes that say all of this. */
  readonly bytes: Uint8Array;
}

export const checkpointStateSize = 1024;

const layout = { header: 0, root: headerSize, release: headerSize + referenceSize } as const;

export function createCheckpoint(
  header: Message,
  root: BlockReference,
  release: number,
): CheckpointState {
  const bytes = new Uint8Array(checkpointStateSize);
  bytes.set(header.header, layout.header);
  writeReference(root, bytes, layout.root);
  fieldsOf(bytes).setUint32(layout.release, release, true);
  return { op: opOf(header), header, root, release, bytes };
}

/** The checkpoint of a data file that was just formatted: the log's root, and no state. */
export function rootCheckpoint(root: Message, release: number): CheckpointState {
  assert(opOf(root) === 0, 'the root is op 0');
  return createCheckpoint(new Message(root.header.slice(), root.checksum), noBlock, release);
}

/** Null where the bytes, whole as they may be, say of no checkpoint. */
export function decodeCheckpoint(data: Uint8Array, template: Message): CheckpointState | null {
  assert(data.length === checkpointStateSize, 'a checkpoint’s state has its size');
  const bytes = data.slice();
  const header = new Message(bytes.slice(layout.header, headerSize), template.checksum);
  if (!prepareHeaderValid(header, template)) return null;
  const op = header.u64(prepare.op);
  const root = readReference(bytes, layout.root);
  const release = fieldsOf(bytes).getUint32(layout.release, true);
  return (root.address === 0) === (op === 0) ? { op, header, root, release, bytes } : null;
}

function fieldsOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** What tells one checkpoint from every other: 16 bytes. */
export function checkpointId(checkpoint: CheckpointState, template: Message): Uint8Array {
  const id = new Uint8Array(16);
  template.checksum(checkpoint.bytes, 0, checkpointStateSize, id, 0);
  return id;
}
