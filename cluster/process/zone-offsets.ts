import { sectorCeil, type Zone } from '../../harness/environment.ts';
import type { ReplicaConfiguration } from '../../harness/plan.ts';
import { headerSize } from '../wire/header.ts';

/** Where each zone begins in a data file, in bytes; the grid goes on to the file's end. */
export type ZoneOffsets = Readonly<Record<Zone, number>>;

/** Room for the four copies of the superblock, whatever a copy takes. */
const superblockZoneSize = 96 * 1024;

/** The zones follow one another in the order of `Zone`, each of a fixed size but the grid. */
export function zoneOffsets(configuration: ReplicaConfiguration): ZoneOffsets {
  const { journalSlotCount, messageSizeMax, clientsMax } = configuration;
  const headers = superblockZoneSize;
  const prepares = headers + sectorCeil(journalSlotCount * headerSize);
  const replies = prepares + journalSlotCount * messageSizeMax;
  return {
    superblock: 0,
    'journal-headers': headers,
    'journal-prepares': prepares,
    'client-replies': replies,
    grid: replies + clientsMax * messageSizeMax,
  };
}
