import { assert } from '../../harness/assert.ts';
import { type FaultyZone, type JournalZone, slotsPerChunk } from '../../harness/fault.ts';

/** A fault that waits for a write, to lead it astray or to swallow it. */
export interface WriteFault {
  readonly zone: FaultyZone;
  /**
   * It strikes a write to a chunk of the same remainder as this slot's, by `modulus`; to a slot of
   * the replies or a block of the grid of this remainder; or to this copy of the superblock.
   */
  readonly slot: number;
  readonly modulus: number;
  /** Where the write lands: at this slot's place, or in its sector of headers. Null: nowhere. */
  readonly landing: number | null;
  /** Told which slot was to be written (of headers: the first one of the sector). */
  readonly strike: (slot: number) => void;
}

/**
 * Writes to one data file that land elsewhere or nowhere, and which places of the journal are wrong
 * because of them. No chunk is struck in both of its rings at a time: where neither the header nor
 * the prepare of a slot tells that it was ever used, a replica at its head forgets what it
 * acknowledged, and that is a loss that no repair makes good.
 */
export class WriteFaults {
  readonly armed: WriteFault[] = [];
  /** Places that do not hold what the disk swore to: slots of prepares, chunks of headers. */
  readonly #wrong = { 'journal-headers': new Set<number>(), 'journal-prepares': new Set<number>() };

  /** Whether nothing is wrong, nor about to be: nearly always. */
  get idle(): boolean {
    const { 'journal-headers': headers, 'journal-prepares': prepares } = this.#wrong;
    return this.armed.length === 0 && headers.size === 0 && prepares.size === 0;
  }

  /**
   * Where a write to `slot` really goes: nearly always there; null where it goes nowhere.
   * @param slot of headers: the first one of a sector
   */
  placeOf(zone: JournalZone, slot: number): number | null {
    const fault = this.armed.find((armed) => this.#strikes(armed, zone, slot));
    const place = placeIn(zone, slot);
    if (fault === undefined) {
      this.#wrong[zone].delete(place);
      return slot;
    }
    this.#wrong[zone].add(place);
    this.#fire(fault, slot);
    if (fault.landing === null) return null;
    const landing = placeIn(zone, fault.landing);
    assert(landing !== place, 'a write that is led astray lands elsewhere');
    this.#wrong[zone].add(landing);
    return zone === 'journal-headers' ? landing * slotsPerChunk : landing;
  }

  /** Whether a write to this copy of the superblock, slot of the replies or block is swallowed. */
  swallows(zone: Exclude<FaultyZone, JournalZone>, place: number): boolean {
    const fault = this.armed.find((armed) => {
      if (armed.zone !== zone) return false;
      if (zone === 'superblock') return armed.slot === place;
      return armed.slot % armed.modulus === place % armed.modulus;
    });
    if (fault === undefined) return false;
    this.#fire(fault, place);
    return true;
  }

  /** Whether damage to this slot in this ring leaves the other ring of its chunk intact. */
  mayStrike(zone: JournalZone, slot: number): boolean {
    const chunk = chunkOf(slot);
    if (zone === 'journal-prepares') return !this.#wrong['journal-headers'].has(chunk);
    for (const wrong of this.#wrong['journal-prepares']) if (chunkOf(wrong) === chunk) return false;
    return true;
  }

  /** What lies at `slot` is from now on not what the disk swore to. */
  spoil(zone: JournalZone, slot: number): void {
    assert(this.mayStrike(zone, slot), 'one ring is intact');
    this.#wrong[zone].add(placeIn(zone, slot));
  }

  #strikes(armed: WriteFault, zone: JournalZone, slot: number): boolean {
    if (armed.zone !== zone) return false;
    if (chunkOf(armed.slot) % armed.modulus !== chunkOf(slot) % armed.modulus) return false;
    const { landing } = armed;
    if (landing !== null) {
      if (placeIn(zone, landing) === placeIn(zone, slot)) return false;
      if (!this.mayStrike(zone, landing)) return false;
    }
    return this.mayStrike(zone, slot);
  }

  #fire(fault: WriteFault, slot: number): void {
    this.armed.splice(this.armed.indexOf(fault), 1);
    fault.strike(slot);
  }
}

function chunkOf(slot: number): number {
  return Math.floor(slot / slotsPerChunk);
}

/** What is written at once: a slot's prepare, or a sector of headers. */
function placeIn(zone: JournalZone, slot: number): number {
  return zone === 'journal-headers' ? chunkOf(slot) : slot;
}
