import { assert } from '../../harness/assert.ts';
import { sectorCeil, sectorSize } from '../../harness/environment.ts';
import { headerSize } from '../wire/header.ts';
import { Message } from '../wire/message.ts';
import { Part } from './core.ts';
import { journalHeadersSize } from './journal.ts';
import { createSectorWrite, headersPerSector } from './journal-state.ts';
import { headerOf, isBlank, opOf, prepareHeaderValid, sameHeader } from './prepare-header.ts';
import { decideSlot, type Found, type SlotDecision } from './recover-slot.ts';
import type { RecoveryState } from './recovery-state.ts';
import {
  decodeSuperblock,
  encodeSuperblock,
  type SuperblockImage,
  superblockCopies,
  superblockCopySize,
} from './superblock-image.ts';
import { belongsToLog } from './view-range.ts';

const headersReadSize = 256 * sectorSize;
const prepareReadsMax = 32;

/** Behind the last slot that holds anything, prepares are looked for in as many as this. */
const blankSlotsRead = 64;

/** From a data file to a log: superblock, headers, prepares, and a decision for each slot. */
export class Recovery extends Part {
  open(): void {
    assert(this.state.status === 'recovering', 'a replica opens once');
    assert(this.state.recovery === null, 'a replica opens once');
    const { slotCount } = this.state.journal;
    const blank = (): Found[] => Array.from({ length: slotCount }, () => 'blank');
    this.state.recovery = {
      copies: Array.from({ length: superblockCopies }, () => null),
      superblock: new Uint8Array(0),
      staleCopies: [],
      headers: blank(),
      prepares: blank(),
      slots: [],
      slotMax: 0,
      pending: superblockCopies,
    };
    const size = superblockCopySize(this.configuration);
    for (let copy = 0; copy < superblockCopies; copy++) {
      const token = this.token({ kind: 'superblock-read', copy });
      this.environment.storage.read('superblock', copy * size, size, token);
    }
  }

  get #recovery(): RecoveryState {
    const { recovery } = this.state;
    assert(recovery !== null, 'recovery is under way');
    return recovery;
  }

  onSuperblockRead(copy: number, data: Uint8Array): void {
    const recovery = this.#recovery;
    recovery.copies[copy] = decodeSuperblock(data, this.core.options, this.core.template);
    recovery.pending--;
    if (recovery.pending > 0) return;
    const newest = recovery.copies.reduce(
      (best, image) => (best === null || (image?.sequence ?? 0) > best.sequence ? image : best),
      null,
    );
    assert(newest !== null, 'the superblock is lost: none of its copies can be read');
    this.#restore(newest);
    const { checkpoint, release } = this.state;
    if (checkpoint.release !== release) return this.parts.upgrades.change(checkpoint.release);
    // A single copy of the newest must not stay the only one: whatever is done from here on, is
    // done because of it. That copy itself is not written to.
    const { options, template } = this.core;
    const bytes = encodeSuperblock(newest, options, this.configuration, template.checksum);
    recovery.superblock = bytes;
    for (const [other, image] of recovery.copies.entries()) {
      if (image?.sequence !== newest.sequence) recovery.staleCopies.push(other);
    }
    this.#repairSuperblock();
  }

  /** One copy after the other: a crash tears one at the most, and another may rot meanwhile. */
  #repairSuperblock(): void {
    const { staleCopies, superblock } = this.#recovery;
    const copy = staleCopies.shift();
    if (copy === undefined) return this.#readHeaders();
    this.reached('recovery.superblock-repaired');
    const token = this.token({ kind: 'superblock-repair', copy });
    this.environment.storage.write('superblock', copy * superblock.length, superblock, token);
  }

  onSuperblockRepaired(): void {
    this.#repairSuperblock();
  }

  #restore(image: SuperblockImage): void {
    const { state } = this;
    assert(image.logView <= image.view, 'no log is of a later view');
    state.view = image.view;
    state.logView = image.logView;
    state.commitMax = image.commitMax;
    state.viewHeaders = image.viewHeaders;
    state.viewHeadersKind = image.logView < image.view ? 'join-view' : 'view';
    state.superblock.sequence = image.sequence;
    state.superblock.view = image.view;
    state.superblock.logView = image.logView;
    state.superblock.checkpointOp = image.checkpoint.op;
    this.parts.checkpoints.install(image.checkpoint);
  }

  #readHeaders(): void {
    const recovery = this.#recovery;
    const size = journalHeadersSize(this.state.journal.slotCount);
    for (let offset = 0; offset < size; offset += headersReadSize) {
      recovery.pending++;
      const token = this.token({ kind: 'recover-headers', offset });
      const length = Math.min(headersReadSize, size - offset);
      this.environment.storage.read('journal-headers', offset, length, token);
    }
    assert(recovery.pending > 0, 'a journal has headers');
  }

  onHeadersRead(offset: number, data: Uint8Array): void {
    const recovery = this.#recovery;
    const first = offset / headerSize;
    for (let index = 0; index < data.length / headerSize; index++) {
      const slot = first + index;
      if (slot >= recovery.headers.length) break;
      recovery.headers[slot] = this.#found(data, index * headerSize, slot);
    }
    recovery.pending--;
    if (recovery.pending > 0) return;
    recovery.slots = slotsToRead(recovery.headers).toReversed();
    recovery.slotMax = recovery.slots[0] ?? 0;
    for (let reads = 0; reads < prepareReadsMax; reads++) this.#readPrepare();
  }

  /** What lies at `from`, as far as a header can say. */
  #found(bytes: Uint8Array, from: number, slot: number): Found {
    if (isZero(bytes, from)) return 'blank';
    const copy = bytes.slice(from, from + headerSize);
    const header = new Message(copy, this.core.template.checksum);
    if (!prepareHeaderValid(header, this.core.template)) return 'invalid';
    // A header in another's slot was misdirected, when it was written or just now.
    return opOf(header) % this.state.journal.slotCount === slot ? header : 'invalid';
  }

  /** Headers that were lost together may leave more than a few prepares without one. */
  #readBehind(slot: number): void {
    const recovery = this.#recovery;
    const until = Math.min(slot + blankSlotsRead, recovery.prepares.length - 1);
    while (recovery.slotMax < until) recovery.slots.unshift(++recovery.slotMax);
  }

  #readPrepare(): void {
    const slot = this.#recovery.slots.pop();
    if (slot === undefined) return;
    const header = this.#recovery.headers[slot] as Found;
    const size = typeof header === 'string' ? sectorSize : sectorCeil(header.size);
    this.#readSlot(slot, Math.min(size, this.configuration.messageSizeMax));
  }

  #readSlot(slot: number, size: number): void {
    assert(size > 0 && size <= this.configuration.messageSizeMax, 'a read stays in its slot');
    this.#recovery.pending++;
    const token = this.token({ kind: 'recover-prepare', slot });
    const offset = slot * this.configuration.messageSizeMax;
    this.environment.storage.read('journal-prepares', offset, size, token);
  }

  onPrepareRead(slot: number, data: Uint8Array): void {
    const recovery = this.#recovery;
    recovery.pending--;
    const found = this.#found(data, 0, slot);
    recovery.prepares[slot] = found;
    if (typeof found !== 'string') {
      const size = found.size;
      if (size > data.length && size <= this.configuration.messageSizeMax) {
        return this.#readSlot(slot, sectorCeil(size));
      }
      const message = new Message(data, this.core.template.checksum);
      recovery.prepares[slot] = this.whole(message) ? headerOf(message) : 'invalid';
    }
    if (recovery.prepares[slot] !== 'blank') this.#readBehind(slot);
    this.#readPrepare();
    if (recovery.pending === 0) this.#decide();
  }

  /** Whether a prepare was read as it was written; of its header that is known already. */
  protected whole(message: Message): boolean {
    return message.bodyValid();
  }

  #decide(): void {
    const { journal, viewHeaders, logView } = this.state;
    const recovery = this.#recovery;
    const belongs = (header: Message): boolean => belongsToLog(header, viewHeaders, logView);
    for (let slot = 0; slot < journal.slotCount; slot++) {
      const prepare = recovery.prepares[slot] as Found;
      const header = recovery.headers[slot] as Found;
      if (header === 'blank' && prepare === 'blank') continue;
      const decision = decideSlot(header, prepare, belongs);
      this.#mark(header, prepare, decision);
      journal.headers[slot] = decision.header;
      journal.redundant[slot] = decision.redundant;
      journal.damaged[slot] = decision.damaged ? 1 : 0;
      journal.faulty[slot] = decision.faulty ? 1 : 0;
      // What a slot holds can be served to a peer who knows what he wants.
      journal.stored[slot] = typeof prepare === 'string' ? null : prepare;
      this.parts.journal.setDirty(slot, decision.dirty);
    }
    this.#mendHeaders();
  }

  #mark(header: Found, prepare: Found, decision: SlotDecision): void {
    if (decision.damaged) this.reached('recovery.slot-unknown');
    else if (decision.faulty) this.reached('recovery.prepare-lost');
    else if (header === 'invalid' && decision.header !== null) {
      this.reached('recovery.header-mended');
    } else if (prepare === 'invalid') {
      this.reached('recovery.append-torn');
    }
  }

  /** Writes each sector of headers that does not say what was decided. */
  #mendHeaders(): void {
    const recovery = this.#recovery;
    const sectors = journalHeadersSize(this.state.journal.slotCount) / sectorSize;
    for (let sector = 0; sector < sectors; sector++) {
      if (!this.#needsMending(sector)) continue;
      recovery.pending++;
      const token = this.token({ kind: 'recover-fix', sector });
      const data = this.parts.journal.headerSector(sector, createSectorWrite());
      this.environment.storage.write('journal-headers', sector * sectorSize, data, token);
    }
    if (recovery.pending === 0) this.#finish();
  }

  #needsMending(sector: number): boolean {
    const { headers } = this.#recovery;
    const { redundant, damaged, slotCount } = this.state.journal;
    for (let index = 0; index < headersPerSector; index++) {
      const slot = sector * headersPerSector + index;
      if (slot >= slotCount) break;
      const found = headers[slot] as Found;
      const header = redundant[slot] ?? null;
      if (found === 'invalid' && damaged[slot] === 0) return true;
      if (found === 'blank' && header !== null) return true;
      if (typeof found !== 'string' && !sameHeader(found, header)) return true;
    }
    assert(sector * headersPerSector < slotCount, 'a sector lies in the ring');
    return false;
  }

  onFixed(): void {
    this.#recovery.pending--;
    if (this.#recovery.pending === 0) this.#finish();
  }

  /** The log is read: now its head, and which part to take in the cluster. */
  #finish(): void {
    const { state } = this;
    assert(state.recovery?.pending === 0, 'all was read');
    state.recovery = null;
    this.parts.commits.restart();
    this.parts.journal.dropCovered();
    this.#recoverHead();
    state.commitMax = Math.max(
      state.commitMax,
      state.op - this.configuration.pipelinePrepareQueueMax,
    );
    state.repair.op = state.op;
    this.parts.repair.extendChain();
    this.parts.viewChange.onRecovered(this.headCertain());
    this.parts.checkpointLoad.begin();
  }

  /** The head is where the journal ends, or the superblock's headers, which may be ahead of it. */
  #recoverHead(): void {
    const { state } = this;
    const { checkpoint } = state;
    const isKnown = (header: Message): boolean => !isBlank(header) && opOf(header) > checkpoint.op;
    const known = state.viewHeaders.filter(isKnown);
    let op = known[0] === undefined ? checkpoint.op : opOf(known[0]);
    if (state.logView === state.view && !this.solo) {
      for (const header of state.journal.headers) {
        if (header !== null) op = Math.max(op, opOf(header));
      }
    }
    state.op = op;
    state.chainMin = op;
    for (const header of known) {
      if (!this.parts.journal.hasHeader(header)) this.parts.journal.setHeader(header);
    }
    if (this.solo) this.#recoverHeadSolo();
    // A vote that was cast named the head: there is nothing behind it.
    if (state.logView < state.view) this.parts.journal.removeFrom(op + 1);
    assert(this.parts.journal.header(state.op) !== null, 'the head has a header');
  }

  /** Nothing was answered behind a gap, since ops are executed in order; a gap was torn. */
  #recoverHeadSolo(): void {
    const { state } = this;
    const { journal } = this.parts;
    assert(state.journal.dirtyCount === 0, 'a prepare is lost, and there is no other replica');
    while (journal.header(state.op + 1) !== null) state.op++;
    journal.removeFrom(state.op + 1);
    state.chainMin = state.op;
  }

  /** Whether no slot behind the head may have been one that this replica acknowledged. */
  protected headCertain(): boolean {
    const { op, schedule } = this.state;
    for (let at = op + 1; at <= schedule.prepareMax; at++) {
      if (this.parts.journal.isUnknown(at)) return false;
    }
    assert(this.parts.journal.header(op) !== null, 'the head has a header');
    return true;
  }
}

function isZero(bytes: Uint8Array, from: number): boolean {
  // Nearly always a checksum decides. Where all is zero, eight at a time is quicker.
  for (let at = from; at < from + headerSize; at += 8) {
    const low = (bytes[at] as number) | (bytes[at + 1] as number) | (bytes[at + 2] as number);
    const high = (bytes[at + 3] as number) | (bytes[at + 4] as number) | (bytes[at + 5] as number);
    if ((low | high | (bytes[at + 6] as number) | (bytes[at + 7] as number)) !== 0) return false;
  }
  return true;
}

/** The slots up to the last one with a header or something unreadable, and a few behind it. */
function slotsToRead(headers: readonly Found[]): number[] {
  const last = headers.findLastIndex((header) => header !== 'blank');
  const count = Math.min(headers.length, last + blankSlotsRead + 1);
  return Array.from({ length: count }, (_, slot) => slot);
}
