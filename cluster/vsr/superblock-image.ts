import { assert } from '../../harness/assert.ts';
import type { Checksum } from '../../harness/checksum.ts';
import { sectorCeil } from '../../harness/environment.ts';
import type { ReplicaConfiguration } from '../../harness/plan.ts';
import { headerSize } from '../wire/header.ts';
import { Message } from '../wire/message.ts';
import { type CheckpointState, checkpointStateSize, decodeCheckpoint } from './checkpoint-state.ts';
import { isBlank, prepareHeaderValid } from './prepare-header.ts';

/** All that must outlive a crash and cannot be fetched from anyone else. */
export interface SuperblockImage {
  readonly sequence: number;
  readonly view: number;
  readonly logView: number;
  readonly commitMax: number;
  readonly checkpoint: CheckpointState;
  /** The end of `logView`'s log, newest first; blank where an op's header is not known. */
  readonly viewHeaders: readonly Message[];
}

/** Who the data file belongs to. */
export interface SuperblockOwner {
  readonly cluster: bigint;
  readonly replica: number;
  readonly replicaCount: number;
}

export const superblockCopies = 4;

/** Byte offsets in a copy; the checkpoint and then the view headers follow, 256 bytes each. */
const layout = {
  checksum: 0, // u128 over all that follows, to the end of the copy
  cluster: 16, // u128
  sequence: 32, // u64
  commit_max: 40, // u64
  view: 56, // u32
  log_view: 60, // u32
  view_headers_count: 64, // u32
  replica: 68, // u8
  replica_count: 69, // u8
  checkpoint: 256,
  view_headers: 256 + checkpointStateSize,
} as const;

const two32 = 0x100000000;

export function superblockCopySize(configuration: ReplicaConfiguration): number {
  const headers = configuration.pipelinePrepareQueueMax + 1;
  return sectorCeil(layout.view_headers + headers * headerSize);
}

export function encodeSuperblock(
  image: SuperblockImage,
  owner: SuperblockOwner,
  configuration: ReplicaConfiguration,
  checksum: Checksum,
): Uint8Array {
  assert(image.logView <= image.view, 'no log is of a later view');
  assert(image.viewHeaders.length > 0, 'a log has a head');
  const bytes = new Uint8Array(superblockCopySize(configuration));
  const fields = new DataView(bytes.buffer);
  fields.setBigUint64(layout.cluster, owner.cluster & 0xffffffffffffffffn, true);
  fields.setBigUint64(layout.cluster + 8, owner.cluster >> 64n, true);
  setU64(fields, layout.sequence, image.sequence);
  setU64(fields, layout.commit_max, image.commitMax);
  fields.setUint32(layout.view, image.view, true);
  fields.setUint32(layout.log_view, image.logView, true);
  fields.setUint32(layout.view_headers_count, image.viewHeaders.length, true);
  fields.setUint8(layout.replica, owner.replica);
  fields.setUint8(layout.replica_count, owner.replicaCount);
  bytes.set(image.checkpoint.bytes, layout.checkpoint);
  for (const [index, header] of image.viewHeaders.entries()) {
    bytes.set(header.header, layout.view_headers + index * headerSize);
  }
  checksum(bytes, layout.cluster, bytes.length, bytes, layout.checksum);
  return bytes;
}

/** Null where the copy is damaged or somebody else's. */
export function decodeSuperblock(
  bytes: Uint8Array,
  owner: SuperblockOwner,
  template: Message,
): SuperblockImage | null {
  const found = superblockOwner(bytes, template.checksum);
  if (found === null || found.cluster !== owner.cluster) return null;
  if (found.replica !== owner.replica || found.replicaCount !== owner.replicaCount) return null;
  const fields = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const viewHeaders: Message[] = [];
  const count = fields.getUint32(layout.view_headers_count, true);
  for (let index = 0; index < count; index++) {
    const at = layout.view_headers + index * headerSize;
    const header = new Message(bytes.slice(at, at + headerSize), template.checksum);
    assert(isBlank(header) || prepareHeaderValid(header, template), 'a whole copy has headers');
    viewHeaders.push(header);
  }
  const state = bytes.subarray(layout.checkpoint, layout.checkpoint + checkpointStateSize);
  const checkpoint = decodeCheckpoint(state, template);
  assert(checkpoint !== null, 'a whole copy has a checkpoint');
  return {
    sequence: getU64(fields, layout.sequence),
    view: fields.getUint32(layout.view, true),
    logView: fields.getUint32(layout.log_view, true),
    commitMax: getU64(fields, layout.commit_max),
    checkpoint,
    viewHeaders,
  };
}

/** Who a whole copy says that its data file belongs to; null where the copy is damaged. */
export function superblockOwner(bytes: Uint8Array, checksum: Checksum): SuperblockOwner | null {
  checksum(bytes, layout.cluster, bytes.length, expected, 0);
  for (let i = 0; i < 16; i++) if (bytes[layout.checksum + i] !== expected[i]) return null;
  const fields = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const low = fields.getBigUint64(layout.cluster, true);
  return {
    cluster: low | (fields.getBigUint64(layout.cluster + 8, true) << 64n),
    replica: fields.getUint8(layout.replica),
    replicaCount: fields.getUint8(layout.replica_count),
  };
}

const expected = new Uint8Array(16);

function setU64(fields: DataView, offset: number, value: number): void {
  assert(Number.isSafeInteger(value) && value >= 0, 'a counter is an integer from 0 to 2^53 − 1');
  fields.setUint32(offset, value % two32, true);
  fields.setUint32(offset + 4, Math.trunc(value / two32), true);
}

function getU64(fields: DataView, offset: number): number {
  const value = fields.getUint32(offset + 4, true) * two32 + fields.getUint32(offset, true);
  assert(Number.isSafeInteger(value), 'a counter is an integer from 0 to 2^53 − 1');
  return value;
}
