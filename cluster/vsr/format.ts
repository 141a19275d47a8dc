import { assert } from '../../harness/assert.ts';
import { checksum as aegis, type Checksum } from '../../harness/checksum.ts';
import { sectorSize, type Zone } from '../../harness/environment.ts';
import type { ReplicaConfiguration } from '../../harness/plan.ts';
import { headerSize } from '../wire/header.ts';
import { release as releaseFirst } from '../wire/session.ts';
import { rootCheckpoint } from './checkpoint-state.ts';
import { journalHeadersSize } from './journal.ts';
import { rootPrepare } from './prepare-header.ts';
import { encodeSuperblock, superblockCopies, superblockCopySize } from './superblock-image.ts';

export interface FormatOptions {
  readonly cluster: bigint;
  readonly replica: number;
  readonly replicaCount: number;
  readonly configuration: ReplicaConfiguration;
  /** The view to begin with: 0, or what `Reformat` found. */
  readonly view?: number;
  /** Of the process that is to run on it: the first one where it is absent. */
  readonly release?: number;
  /** The one that the replica is given; else AEGIS-128L. */
  readonly checksum?: Checksum;
}

/**
 * What a fresh data file holds: the log with nothing but its root. A slot that was never used is
 * zero in both rings; only the first sector of its prepare is written, since no more is ever read.
 */
export function format(
  options: FormatOptions,
): readonly { zone: Zone; offset: number; data: Uint8Array }[] {
  const { configuration, checksum = aegis, view = 0, release = releaseFirst } = options;
  assert(configuration.messageSizeMax % sectorSize === 0, 'a slot begins at a sector');
  assert(headerSize <= sectorSize, 'the root fits into a sector');
  const root = rootPrepare(options.cluster, checksum);
  const checkpoint = rootCheckpoint(root, release);
  const state = { view, logView: 0, commitMax: 0, checkpoint, viewHeaders: [root] };
  const superblock = encodeSuperblock({ sequence: 1, ...state }, options, configuration, checksum);
  const result: { zone: Zone; offset: number; data: Uint8Array }[] = [];
  for (let copy = 0; copy < superblockCopies; copy++) {
    const offset = copy * superblockCopySize(configuration);
    result.push({ zone: 'superblock', offset, data: superblock });
  }
  const first = new Uint8Array(sectorSize);
  first.set(root.bytes);
  const blank = new Uint8Array(sectorSize);
  const headersSize = journalHeadersSize(configuration.journalSlotCount);
  for (let offset = 0; offset < headersSize; offset += sectorSize) {
    result.push({ zone: 'journal-headers', offset, data: offset === 0 ? first : blank });
  }
  for (let slot = 0; slot < configuration.journalSlotCount; slot++) {
    const offset = slot * configuration.messageSizeMax;
    result.push({ zone: 'journal-prepares', offset, data: slot === 0 ? first : blank });
  }
  return result;
}
