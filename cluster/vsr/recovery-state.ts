import type { Found } from './recover-slot.ts';
import type { SuperblockImage } from './superblock-image.ts';

/** What is read of the data file while a replica opens; dropped afterwards. */
export interface RecoveryState {
  copies: (SuperblockImage | null)[];
  /** The newest superblock, and the copies that still have to say the same. */
  superblock: Uint8Array;
  staleCopies: number[];
  headers: Found[];
  prepares: Found[];
  /** The slots whose prepare is still to be read, the next one last. */
  slots: number[];
  /** The last of them, read or not. */
  slotMax: number;
  /** Reads, or writes, under way. */
  pending: number;
}
