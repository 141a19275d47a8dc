import { sectorSize, type Zone } from '../../harness/environment.ts';
import type { JournalZone } from '../../harness/fault.ts';
import type { Random, Ratio } from '../../harness/random.ts';

/** A write that was under way when the power went. */
export interface CrashedWrite {
  readonly zone: Zone;
  readonly offset: number;
  readonly data: Uint8Array;
}

/** What of it reaches the disk. `garbage` is one sector of what nobody ever wrote. */
export interface WrittenPart extends CrashedWrite {
  readonly garbage: boolean;
}

/**
 * What a crash makes of the writes under way, in the order in which the disk does it. Each is lost
 * with `lost`; of the rest each is torn with `torn`: a part of its sectors is written, another is
 * not, and one may be garbage. A write of a single sector is torn by being garbage, from some byte
 * on.
 *
 * One crash tears only one of the journal's rings: where both the header and the prepare of a slot
 * are unreadable, a replica can't tell what it never had from what it promised to keep, and that is
 * a loss that no crash alone should cause.
 *
 * @param mayTear false where another fault spoke first; such a write is done, or lost
 */
export function crashWrites(
  writes: readonly CrashedWrite[],
  lost: Ratio,
  torn: Ratio,
  random: Random,
  mayTear: (write: CrashedWrite) => boolean = () => true,
): WrittenPart[] {
  const result: WrittenPart[] = [];
  let tornRing: Zone | null = null;
  for (const write of random.shuffled(writes)) {
    const isLost = random.chance(lost);
    const isTorn = random.chance(torn);
    if (isLost) continue;
    const ring = isJournal(write.zone);
    const other = ring && tornRing !== null && tornRing !== write.zone;
    if (!isTorn || other || !mayTear(write)) {
      result.push({ ...write, garbage: false });
      continue;
    }
    if (ring) tornRing = write.zone;
    tear(write, random, result);
  }
  return result;
}

function tear(write: CrashedWrite, random: Random, result: WrittenPart[]): void {
  const sectors = write.data.length / sectorSize;
  const garbage = sectors === 1 || random.below(2) === 0 ? random.below(sectors) : -1;
  // One that is missing for certain, so that a torn write is never a whole one.
  const missing = garbage === -1 ? random.below(sectors) : garbage;
  for (let sector = 0; sector < sectors; sector++) {
    const offset = write.offset + sector * sectorSize;
    const data = write.data.subarray(sector * sectorSize, (sector + 1) * sectorSize);
    const written = random.below(2) === 0 && sector !== missing;
    if (sector === garbage) {
      result.push({ zone: write.zone, offset, data: halfWritten(data, random), garbage: true });
    } else if (written) {
      result.push({ zone: write.zone, offset, data, garbage: false });
    }
  }
}

/** The new bytes up to somewhere, and then noise to the end of the sector. */
function halfWritten(data: Uint8Array, random: Random): Uint8Array {
  const garbage = data.slice();
  const from = random.below(sectorSize);
  let word = 0;
  for (let at = from; at < sectorSize; at++) {
    if (at % 4 === 0 || at === from) word = random.uint32();
    garbage[at] = word >>> (8 * (at % 4));
  }
  return garbage;
}

export function isJournal(zone: Zone): zone is JournalZone {
  return zone === 'journal-headers' || zone === 'journal-prepares';
}
