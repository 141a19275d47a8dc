import { assert } from '../../harness/assert.ts';
import { sectorCeil, sectorSize } from '../../harness/environment.ts';
import { headerSize } from '../wire/header.ts';
import { Message } from '../wire/message.ts';
import { Part } from './core.ts';
import { createSectorWrite, headersPerSector, type SectorWrite } from './journal-state.ts';
import { headerOf, opOf, prepareHeaderValid, sameHeader } from './prepare-header.ts';

export function journalHeadersSize(slotCount: number): number {
  return Math.ceil(slotCount / headersPerSector) * sectorSize;
}

/** In the ring of headers: nobody knows what was in this slot. No header can be taken for it. */
const damagedByte = 0xff;

/**
 * The log, in memory and on disk: a ring of whole prepares, and a ring of their headers. A prepare
 * is written first and its header when that is durable, so that a header vouches for its prepare.
 */
export class Journal extends Part {
  slotOf(op: number): number {
    return op % this.state.journal.slotCount;
  }

  /**
   * The header that the log has at `op`; null where it is not known. The log goes on from the
   * checkpoint's op, whose slot may hold the op that is the last to have a place.
   */
  header(op: number): Message | null {
    const { checkpoint } = this.state;
    if (op === checkpoint.op) return checkpoint.header;
    const header = this.state.journal.headers[this.slotOf(op)] ?? null;
    return header !== null && opOf(header) === op ? header : null;
  }

  hasHeader(header: Message): boolean {
    return sameHeader(this.header(opOf(header)), header);
  }

  /** Whether the prepare is durably here, in both rings. */
  hasPrepare(header: Message): boolean {
    return this.hasHeader(header) && this.state.journal.dirty[this.slotOf(opOf(header))] === 0;
  }

  /** Whether nobody knows any more what the slot of an op held, which may have been that op. */
  isUnknown(op: number): boolean {
    const { journal } = this.state;
    const slot = this.slotOf(op);
    return journal.faulty[slot] === 1 && (journal.headers[slot] ?? null) === null;
  }

  isDirty(op: number): boolean {
    return this.state.journal.dirty[this.slotOf(op)] === 1;
  }

  /** Whether this prepare can be had from this disk right now. */
  isStored(header: Message): boolean {
    return sameHeader(this.state.journal.stored[this.slotOf(opOf(header))] ?? null, header);
  }

  isWriting(header: Message): boolean {
    return sameHeader(this.state.journal.writing[this.slotOf(opOf(header))] ?? null, header);
  }

  /** Puts a header into the log, whose prepare is not durably here yet. */
  setHeader(header: Message): void {
    const { journal, op, schedule } = this.state;
    assert(opOf(header) <= op, 'only the primary of a view moves the head');
    assert(op <= schedule.prepareMax, 'what a slot held before is covered by the checkpoint');
    assert(!this.hasHeader(header), 'a header that is there already stays as it is');
    const slot = this.slotOf(opOf(header));
    const existing = journal.headers[slot] ?? null;
    assert(
      existing === null || opOf(existing) <= opOf(header),
      'an op never gives way to an older',
    );
    if (existing !== null) {
      // What was here was known, and it was not this one: so this one may be denied.
      journal.faulty[slot] = 0;
      journal.redundant[slot] = null;
      journal.damaged[slot] = 0;
    }
    journal.headers[slot] = header;
    this.setDirty(slot, true);
  }

  /** Forgets all from `op` on: a view change proved that none of it was committed. */
  removeFrom(op: number): void {
    const { journal, schedule, commitMin } = this.state;
    assert(op > commitMin, 'what was executed stays in the log');
    for (let at = op; at <= schedule.prepareMax; at++) {
      const slot = this.slotOf(at);
      const header = journal.headers[slot] ?? null;
      // What the slot held a turn of the ring before is in the log.
      if (header !== null && opOf(header) < op) continue;
      // What lies in the slot on disk is left alone, and it may even be wanted again.
      journal.redundant[slot] = null;
      journal.damaged[slot] = 0;
      this.#clear(slot);
    }
  }

  /** Nobody will ask this replica for what its checkpoint covers: what of that is bad, may be. */
  dropCovered(): void {
    const { journal, checkpoint, schedule } = this.state;
    if (journal.dirtyCount === 0) return;
    for (let slot = 0; slot < journal.slotCount; slot++) {
      if (journal.dirty[slot] === 0) continue;
      const header = journal.headers[slot] ?? null;
      const next = checkpoint.op + 1 + this.#distance(this.slotOf(checkpoint.op + 1), slot);
      const covered = header === null ? next > schedule.prepareMax : opOf(header) <= checkpoint.op;
      if (covered) this.#clear(slot);
    }
  }

  #distance(from: number, slot: number): number {
    const { slotCount } = this.state.journal;
    return (slot - from + slotCount) % slotCount;
  }

  #clear(slot: number): void {
    this.state.journal.headers[slot] = null;
    this.state.journal.faulty[slot] = 0;
    this.setDirty(slot, false);
  }

  setDirty(slot: number, dirty: boolean): void {
    const { journal } = this.state;
    const value = dirty ? 1 : 0;
    journal.dirtyCount += value - (journal.dirty[slot] as number);
    journal.dirty[slot] = value;
    assert(journal.dirtyCount >= 0, 'the dirty slots are counted');
  }

  /** Writes the prepare of a dirty header. Nothing where the slot is being written already. */
  write(message: Message): void {
    const { journal } = this.state;
    const slot = this.slotOf(opOf(message));
    assert(this.hasHeader(message) && journal.dirty[slot] === 1, 'what is written belongs here');
    assert(this.parts.superblock.logDurable(), 'a log is written once its view is durable');
    assert(message.bytes.length === message.size, 'a slot holds the prepare and nothing else');
    // Whoever completes looks again at what the slot ought to hold.
    if (journal.writing[slot] !== null) return;
    journal.writing[slot] = message;
    journal.stored[slot] = null;
    const token = this.token({ kind: 'write-prepare', slot });
    const offset = slot * this.configuration.messageSizeMax;
    this.environment.storage.write('journal-prepares', offset, message.bytes, token);
  }

  onPrepareWritten(slot: number): void {
    const { journal } = this.state;
    const message = journal.writing[slot] ?? null;
    assert(message !== null, 'a write was under way');
    journal.writing[slot] = null;
    const header = journal.headers[slot] ?? null;
    const wanted = header !== null && sameHeader(header, message);
    // Another object each time, so that who reads the slot notices; but not another copy.
    journal.stored[slot] = wanted ? new Message(header.bytes, header.checksum) : headerOf(message);
    if (wanted) {
      this.writeHeader(slot);
    } else {
      // The log changed in the meantime, perhaps to something that is at hand.
      this.parts.repair.resume();
    }
  }

  /** Writes the header of a prepare that is stored; several at once where they share a sector. */
  writeHeader(slot: number): void {
    const { journal } = this.state;
    const header = journal.headers[slot] ?? null;
    assert(header !== null && sameHeader(journal.stored[slot] ?? null, header), 'it is stored');
    journal.redundant[slot] = header;
    journal.damaged[slot] = 0;
    const sector = Math.floor(slot / headersPerSector);
    const write = journal.sectors[sector] ?? null;
    if (write === null) {
      const begun = journal.sectorsFree.pop() ?? createSectorWrite();
      begun.wanted = [slot];
      journal.sectors[sector] = begun;
      this.#writeSector(sector, begun);
    } else if (!write.covered.some((covered) => sameHeader(covered, header))) {
      if (!write.wanted.includes(slot)) write.wanted.push(slot);
    }
  }

  /** One write at a time for a sector, or an older one might end up on top. */
  #writeSector(sector: number, write: SectorWrite): void {
    const { journal } = this.state;
    assert(write.covered.length === 0 && write.wanted.length > 0, 'one write at a time');
    write.covered = write.wanted.map((slot) => journal.redundant[slot] ?? null);
    write.wanted = [];
    const token = this.token({ kind: 'write-headers', sector });
    const data = this.headerSector(sector, write);
    this.environment.storage.write('journal-headers', sector * sectorSize, data, token);
  }

  onHeadersWritten(sector: number): void {
    const { journal } = this.state;
    const write = journal.sectors[sector] ?? null;
    assert(write !== null, 'a write was under way');
    const { covered } = write;
    write.covered = [];
    if (write.wanted.length > 0) {
      this.#writeSector(sector, write);
    } else {
      journal.sectors[sector] = null;
      journal.sectorsFree.push(write);
    }
    for (const header of covered) if (header !== null) this.#onCovered(header);
  }

  #onCovered(header: Message): void {
    const { journal } = this.state;
    const slot = this.slotOf(opOf(header));
    // Each of the three may have changed while the sector was on its way, even there and back.
    if (!sameHeader(journal.headers[slot] ?? null, header)) return;
    if (!sameHeader(journal.redundant[slot] ?? null, header)) return;
    if (!sameHeader(journal.stored[slot] ?? null, header)) return;
    if (journal.dirty[slot] === 0) return;
    this.setDirty(slot, false);
    journal.faulty[slot] = 0;
    this.parts.repair.onClean(header);
  }

  /** What the ring of headers ought to hold in a sector, at this moment; written into `data`. */
  headerSector(sector: number, { data, held }: SectorWrite): Uint8Array {
    const { redundant, damaged } = this.state.journal;
    for (let index = 0; index < headersPerSector; index++) {
      const slot = sector * headersPerSector + index;
      const wanted = redundant[slot] ?? (damaged[slot] === 1 ? 'damaged' : null);
      // Ops come one after the other: most of a sector is what it was at its last write.
      if (held[index] === wanted) continue;
      held[index] = wanted;
      const at = index * headerSize;
      if (wanted === null) data.fill(0, at, at + headerSize);
      else if (wanted === 'damaged') data.fill(damagedByte, at, at + headerSize);
      else data.set(wanted.header, at);
    }
    return data;
  }

  /** Reads a stored prepare, for a peer or (null) for the cache. */
  read(header: Message, destination: number | null): void {
    const slot = this.slotOf(opOf(header));
    const stored = this.state.journal.stored[slot] ?? null;
    assert(stored !== null && sameHeader(stored, header), 'only what is stored is read');
    if (destination === null) this.state.cacheReads.add(slot);
    const token = this.token({ kind: 'read-prepare', slot, stored, destination });
    const offset = slot * this.configuration.messageSizeMax;
    this.environment.storage.read('journal-prepares', offset, sectorCeil(stored.size), token);
  }

  /** Null where the disk did not give what was written: the slot then waits for repair. */
  onRead(slot: number, stored: Message, data: Uint8Array): Message | null {
    const { journal } = this.state;
    const message = this.verify(data, stored);
    if (message !== null) return message;
    // A read that raced a write of the slot tells nothing about the slot.
    if (journal.stored[slot] !== stored || journal.writing[slot] !== null) return null;
    journal.stored[slot] = null;
    if (sameHeader(journal.headers[slot] ?? null, stored)) {
      this.setDirty(slot, true);
      journal.faulty[slot] = 1;
    }
    return null;
  }

  /** Whether what the disk gave is, in every bit, the prepare that was expected there. */
  protected verify(data: Uint8Array, stored: Message): Message | null {
    const message = new Message(data.subarray(0, stored.size), stored.checksum);
    if (!prepareHeaderValid(message, this.core.template)) return null;
    if (!sameHeader(message, stored) || !message.bodyValid()) return null;
    return message;
  }
}
