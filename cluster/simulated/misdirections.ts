import { assert } from '../../harness/assert.ts';
import { type JournalZone, slotsPerChunk } from '../../harness/fault.ts';

/** A fault that waits for a write to the journal, to lead it astray. */
export interface Misdirection {
  readonly zone: JournalZone;
  /** Where the write lands: at this slot's place, or in its sector of headers. */
  readonly slot: number;
  /** It strikes a write to a chunk of the same remainder as `slot`'s, by this number. */
  readonly modulus: number;
  /** Told which slot was to be written (of headers: the first one of the sector). */
  readonly strike: (slot: number) => void;
}

/**
 * Writes to one journal that land elsewhere, and which places are wrong because of them. No chunk
 * is struck in both of its rings at a time: where neither the header nor the prepare of a slot
 * tells that it was ever used, a replica at its head forgets what it acknowledged, and that is a
 * loss that no repair makes good.
 */
export class Misdirections {
  readonly armed: Misdirection[] = [];
  /** Places that do not hold what the disk swore to: slots of prepares, chunks of headers. */
  readonly #wrong = { 'journal-headers': new Set<number>(), 'journal-prepares': new Set<number>() };

  /** Whether nothing is wrong, nor about to be: nearly always. */
  get idle(): boolean {
    const { 'journal-headers': headers, 'journal-prepares': prepares } = this.#wrong;
    return this.armed.length === 0 && headers.size === 0 && prepares.size === 0;
  }

  /**
   * Where a write to `slot` really goes: nearly always there.
   * @param slot of headers: the first one of a sector
   */
  placeOf(zone: JournalZone, slot: number): number {
    const misdirection = this.armed.find((armed) => this.#strikes(armed, zone, slot));
    const place = placeIn(zone, slot);
    if (misdirection === undefined) {
      this.#wrong[zone].delete(place);
      return slot;
    }
    const landing = placeIn(zone, misdirection.slot);
    assert(landing !== place, 'a write that is led astray lands elsewhere');
    this.#wrong[zone].add(place).add(landing);
    this.armed.splice(this.armed.indexOf(misdirection), 1);
    misdirection.strike(slot);
    return zone === 'journal-headers' ? landing * slotsPerChunk : landing;
  }

  /** Whether damage to this slot in this ring leaves the other ring of its chunk intact. */
  mayStrike(zone: JournalZone, slot: number): boolean {
    const chunk = chunkOf(slot);
    if (zone === 'journal-prepares') return !this.#wrong['journal-headers'].has(chunk);
    for (const wrong of this.#wrong['journal-prepares']) if (chunkOf(wrong) === chunk) return false;
    return true;
  }

  #strikes(armed: Misdirection, zone: JournalZone, slot: number): boolean {
    if (armed.zone !== zone) return false;
    if (placeIn(zone, armed.slot) === placeIn(zone, slot)) return false;
    if (chunkOf(armed.slot) % armed.modulus !== chunkOf(slot) % armed.modulus) return false;
    return this.mayStrike(zone, slot) && this.mayStrike(zone, armed.slot);
  }
}

function chunkOf(slot: number): number {
  return Math.floor(slot / slotsPerChunk);
}

/** What is written at once: a slot's prepare, or a sector of headers. */
function placeIn(zone: JournalZone, slot: number): number {
  return zone === 'journal-headers' ? chunkOf(slot) : slot;
}
