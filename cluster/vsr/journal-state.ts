import { assert } from '../../harness/assert.ts';
import { sectorSize } from '../../harness/environment.ts';
import { headerSize } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';

export const headersPerSector = sectorSize / headerSize;

/** The journal in memory: slot = op mod `slotCount`, and what is known of each slot. */
export interface JournalState {
  readonly slotCount: number;
  /** The log: the header of the op that belongs in a slot, as far as it is known. */
  readonly headers: (Message | null)[];
  /** Whether the slot's header is not durably here together with its prepare. */
  readonly dirty: Uint8Array;
  /** Whether what is missing may have been acknowledged: then it must never be denied. */
  readonly faulty: Uint8Array;
  /** The header of the whole prepare that lies in the slot on disk, whether it belongs or not. */
  readonly stored: (Message | null)[];
  /** What the ring of headers holds for the slot, or will after its sector's next write. */
  readonly redundant: (Message | null)[];
  /** Whether the ring of headers must say that nobody knows what was in this slot. */
  readonly damaged: Uint8Array;
  /** The prepares being written, by slot. */
  readonly writing: (Message | null)[];
  /** By sector of headers: the write that is under way, and what is wanted after it. */
  readonly sectors: (SectorWrite | null)[];
  /** Earlier writes, to be used again: there is nearly one for each op, with 4 KiB of its own. */
  readonly sectorsFree: SectorWrite[];
  dirtyCount: number;
}

export interface SectorWrite {
  /** What the write under way makes clean; null for a slot that needs no header any more. */
  covered: readonly (Message | null)[];
  /** The slots that need another write after it, each once. */
  wanted: number[];
  /** What is written: nobody else's until the write is done. */
  readonly data: Uint8Array;
  /** What `data` holds at each place, so that only what has changed is written into it. */
  readonly held: (Message | 'damaged' | null)[];
}

export function createSectorWrite(): SectorWrite {
  const held = Array.from({ length: headersPerSector }, () => null);
  return { covered: [], wanted: [], data: new Uint8Array(sectorSize), held };
}

export function createJournalState(slotCount: number): JournalState {
  assert(Number.isSafeInteger(slotCount) && slotCount > 1, 'a journal has slots');
  const nothing = (): (Message | null)[] => {
    const slots: (Message | null)[] = [];
    for (let slot = 0; slot < slotCount; slot++) slots.push(null);
    return slots;
  };
  return {
    slotCount,
    headers: nothing(),
    dirty: new Uint8Array(slotCount),
    faulty: new Uint8Array(slotCount),
    stored: nothing(),
    redundant: nothing(),
    damaged: new Uint8Array(slotCount),
    writing: nothing(),
    sectors: Array.from({ length: Math.ceil(slotCount / headersPerSector) }, () => null),
    sectorsFree: [],
    dirtyCount: 0,
  };
}
