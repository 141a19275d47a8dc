import { assert } from '../../harness/assert.ts';
import { blockSizeOf } from '../../harness/checkpoint-schedule.ts';
import { type Storage, sectorCeil, sectorSize, type Zone } from '../../harness/environment.ts';
import type { FaultyZone, JournalZone } from '../../harness/fault.ts';
import type { ReplicaConfiguration, StorageWeather } from '../../harness/plan.ts';
import type { Random, Ratio } from '../../harness/random.ts';
import type { Nanoseconds } from '../../harness/time.ts';
import type { Tracer } from '../../harness/tracer.ts';
import { superblockCopySize } from '../vsr/superblock-image.ts';
import { headerSize } from '../wire/header.ts';
import { fatesOf } from './crashed-writes.ts';
import { type Blindness, Disk, type Snapshot } from './disk.ts';
import { type EventQueue, eventKinds } from './event-queue.ts';
import { type CrashedWrite, crashWrites, isJournal } from './torn-writes.ts';
import { WriteFaults } from './write-faults.ts';

/** A read or write under way. `data` is what a write brings. */
export interface DiskOperation {
  readonly zone: Zone;
  readonly offset: number;
  readonly size: number;
  readonly data: Uint8Array | null;
  readonly token: number;
  /** Of the process that asked: nobody else is told. */
  readonly incarnation: number;
  done: boolean;
}

/** What makes one disk slower for a while: an active fault, with randomness of its own. */
export interface Slowness {
  readonly mean: Nanoseconds;
  /** Undefined: both. */
  readonly only: 'reads' | 'writes' | undefined;
  readonly random: Random;
}

/**
 * One machine's data file. What an operation does, it does at the moment when it is reported, so
 * two that overlap are done in the order in which their latencies end: either.
 */
export class SimulatedStorage implements Storage {
  readonly #queue: EventQueue;
  readonly #replica: number;
  readonly #configuration: ReplicaConfiguration;
  readonly #weather: StorageWeather;
  readonly #tracer: Tracer | undefined;
  readonly #readRandom: Random;
  readonly #writeRandom: Random;
  readonly #disks: Readonly<Record<Zone, Disk>>;
  /** The writes under way in the order in which they began, and done ones between them. */
  #writes: DiskOperation[] = [];
  readonly slowness: Slowness[] = [];
  readonly writeFaults = new WriteFaults();
  /** Where the disk is full: told that a write found no room, which is never reported then. */
  readonly noRoom: (() => void)[] = [];
  /** How large the prepare is that was last written to each slot, in bytes; by slot. */
  readonly #prepareSizes: number[] = [];
  #incarnation = 0;

  constructor(options: {
    readonly queue: EventQueue;
    readonly replica: number;
    readonly configuration: ReplicaConfiguration;
    readonly weather: StorageWeather;
    readonly random: Random;
    readonly tracer?: Tracer | undefined;
  }) {
    this.#queue = options.queue;
    this.#replica = options.replica;
    this.#configuration = options.configuration;
    this.#weather = options.weather;
    this.#tracer = options.tracer;
    this.#readRandom = options.random.fork('read');
    this.#writeRandom = options.random.fork('write');
    this.#disks = {
      superblock: new Disk(),
      'journal-headers': new Disk(),
      'journal-prepares': new Disk(),
      'client-replies': new Disk(),
      grid: new Disk(),
    };
  }

  /** How many slots the journal has. */
  get slotCount(): number {
    return this.#configuration.journalSlotCount;
  }

  /** How many slots, counted from 0, have held a prepare since the data file was formatted. */
  get slotsWritten(): number {
    return this.#prepareSizes.length;
  }

  /** All of the data file is gone, with nobody using it. */
  wipe(): void {
    assert(this.#writes.length === 0, 'a data file in use is not lost');
    for (const disk of Object.values(this.#disks)) disk.wipe();
    this.#prepareSizes.length = 0;
  }

  /** Writes before the world begins. Much of it are zeros, which need no room. */
  format(parts: readonly { zone: Zone; offset: number; data: Uint8Array }[]): void {
    let blank: Uint8Array | null = null;
    for (const { zone, offset, data } of parts) {
      if (data !== blank && data.every((byte) => byte === 0)) blank = data;
      if (data === blank) this.#disks[zone].blank(offset, data.length);
      else this.#disks[zone].write(offset, data);
    }
  }

  read(zone: Zone, offset: number, size: number, token: number): void {
    this.#check(zone, offset, size);
    const { readMin, readMean } = this.#weather;
    const latency = readMin + this.#readRandom.exponential(readMean) + this.#slowed('reads');
    const incarnation = this.#incarnation;
    this.#push(latency, { zone, offset, size, data: null, token, incarnation, done: false });
  }

  write(zone: Zone, offset: number, data: Uint8Array, token: number): void {
    const size = sectorCeil(data.length);
    this.#check(zone, offset, size);
    if (this.noRoom.length > 0 && this.#grows(zone, offset, size)) {
      for (const stop of this.noRoom) stop();
      return;
    }
    const { writeMin, writeMean } = this.#weather;
    const latency = writeMin + this.#writeRandom.exponential(writeMean) + this.#slowed('writes');
    const incarnation = this.#incarnation;
    const operation = { zone, offset, size, data, token, incarnation, done: false };
    this.#writes.push(operation);
    this.#push(latency, operation);
  }

  /**
   * Does what was asked for, now that its time has come.
   * @returns what a read found, an empty array after a write, null where the asker is gone
   */
  complete(operation: DiskOperation): Uint8Array | null {
    if (operation.incarnation !== this.#incarnation) return null;
    if (operation.data === null) {
      return this.#disks[operation.zone].read(operation.offset, operation.size);
    }
    operation.done = true;
    while (this.#writes[0]?.done === true) this.#writes.shift();
    const place = this.#placeOf(operation);
    if (place !== null) this.#persist(operation.zone, place, operation.data);
    return nothing;
  }

  /** The process is gone: what is under way is lost, torn, or gets through just so. */
  crash(lost: Ratio, torn: Ratio, random: Random): void {
    this.#incarnation++;
    const under = this.#writes
      .filter(({ done }) => !done)
      .map(({ zone, offset, data, size }): CrashedWrite => {
        const sectors = new Uint8Array(size);
        sectors.set(data as Uint8Array);
        return { zone, offset, data: sectors };
      });
    this.#writes = [];
    const mayTear = ({ zone, offset }: CrashedWrite): boolean =>
      !isJournal(zone) || this.writeFaults.mayStrike(zone, this.#slotAt(zone, offset));
    const parts = crashWrites(under, lost, torn, random, mayTear);
    this.#tracer?.onCrashedWrites?.(this.#queue.now, this.#replica, fatesOf(under, parts));
    for (const part of parts) {
      const disk = this.#disks[part.zone];
      if (part.garbage) disk.damage(part.offset, part.data);
      else this.#persist(part.zone, part.offset, part.data);
    }
  }

  /**
   * Turns over a bit at rest, of a slot, a copy of the superblock or a block of the grid.
   * @param slot or the copy, or the block, counted from 0
   * @param bit in the header, in the sectors that the slot's prepare takes, or in the copy; modulo
   * their size
   */
  flip(zone: Zone, slot: number, bit: number): void {
    const { start, size } = this.#extent(zone, slot);
    const position = bit % (8 * size);
    this.#disks[zone].flip(start + Math.floor(position / 8), position % 8);
  }

  /** Makes the sectors of a slot, a copy of the superblock or a block unreadable. */
  makeBlind(zone: FaultyZone, slot: number): Blindness {
    const { start, size } = this.#extent(zone, slot);
    const first = start - (start % sectorSize);
    return this.#disks[zone].makeBlind(first, sectorCeil(start + size - first));
  }

  endBlindness(zone: Zone, blindness: Blindness): void {
    this.#disks[zone].endBlindness(blindness);
  }

  /** Of a whole zone, or of one copy of the superblock. */
  snapshot(zone: FaultyZone, copy: number): Snapshot {
    if (zone === 'superblock') {
      const { start, size } = this.#extent(zone, copy);
      return this.#disks[zone].snapshot(start, size);
    }
    if (!isJournal(zone)) return this.#disks[zone].snapshot(0, zoneSizeMax);
    const { journalSlotCount } = this.#configuration;
    return this.#disks[zone].snapshot(0, sectorCeil(journalSlotCount * this.#slotSize(zone)));
  }

  /** @returns how many sectors are another than before */
  rollBack(zone: FaultyZone, snapshot: Snapshot): number {
    return this.#disks[zone].rollBack(snapshot, (offset) => {
      if (!isJournal(zone)) return true;
      const slot = this.#slotAt(zone, offset);
      if (!this.writeFaults.mayStrike(zone, slot)) return false;
      this.writeFaults.spoil(zone, slot);
      return true;
    });
  }

  #extent(zone: FaultyZone, slot: number): { start: number; size: number } {
    if (zone === 'superblock') {
      const size = this.#placeSize(zone);
      return { start: slot * size, size };
    }
    if (!isJournal(zone)) {
      const start = slot * this.#placeSize(zone);
      let size = sectorSize;
      while (size < this.#placeSize(zone) && this.#disks[zone].holds(start + size, sectorSize)) {
        size += sectorSize;
      }
      return { start, size };
    }
    assert(slot < this.slotsWritten, 'only a slot that was written can rot');
    if (zone === 'journal-headers') return { start: slot * headerSize, size: headerSize };
    const size = this.#prepareSizes[slot] ?? sectorSize;
    return { start: slot * this.#configuration.messageSizeMax, size };
  }

  /** Where a write lands: where it was meant to, unless a fault leads it astray or nowhere. */
  #placeOf({ zone, offset }: DiskOperation): number | null {
    if (this.writeFaults.idle) return offset;
    if (!isJournal(zone)) {
      const place = Math.floor(offset / this.#placeSize(zone));
      return this.writeFaults.swallows(zone, place) ? null : offset;
    }
    const slot = this.#slotAt(zone, offset);
    const place = this.writeFaults.placeOf(zone, slot);
    return place === null ? null : offset + (place - slot) * this.#slotSize(zone);
  }

  /** Slots of the replies, or blocks of the grid: how many, counted from 0, were ever written. */
  placesWritten(zone: 'client-replies' | 'grid'): number {
    return Math.ceil(this.#disks[zone].end / this.#placeSize(zone));
  }

  /** Of a copy, a slot of the replies, or a block. */
  #placeSize(zone: Exclude<Zone, JournalZone>): number {
    if (zone === 'superblock') return superblockCopySize(this.#configuration);
    if (zone === 'grid') return sectorCeil(blockSizeOf(this.#configuration));
    return this.#configuration.messageSizeMax;
  }

  #slotAt(zone: JournalZone, offset: number): number {
    return Math.floor(offset / this.#slotSize(zone));
  }

  #slotSize(zone: JournalZone): number {
    return zone === 'journal-headers' ? headerSize : this.#configuration.messageSizeMax;
  }

  #persist(zone: Zone, offset: number, data: Uint8Array): void {
    this.#disks[zone].write(offset, data);
    if (zone !== 'journal-prepares') return;
    const { messageSizeMax } = this.#configuration;
    const slot = Math.floor(offset / messageSizeMax);
    const size = (offset % messageSizeMax) + sectorCeil(data.length);
    // Slots are written about in order; one that was left out counts as holding a sector.
    while (this.#prepareSizes.length < slot) this.#prepareSizes.push(sectorSize);
    this.#prepareSizes[slot] = size;
  }

  /** The other zones have their room from the beginning. */
  #grows(zone: Zone, offset: number, size: number): boolean {
    if (zone !== 'grid' && zone !== 'client-replies') return false;
    return !this.#disks[zone].holds(offset, size);
  }

  #slowed(what: 'reads' | 'writes'): Nanoseconds {
    let added = 0;
    for (const { mean, only, random } of this.slowness) {
      if (only === undefined || only === what) added += random.exponential(mean);
    }
    return added;
  }

  #push(latency: Nanoseconds, operation: DiskOperation): void {
    const queue = this.#queue;
    queue.push(queue.now + latency, eventKinds.disk, this.#replica, operation.token, operation);
  }

  #check(zone: Zone, offset: number, size: number): void {
    assert(offset % sectorSize === 0 && size % sectorSize === 0, 'a disk moves whole sectors');
    assert(offset >= 0 && size > 0, 'a disk operation lies in its zone');
    const { journalSlotCount, messageSizeMax, clientsMax } = this.#configuration;
    const headersSize = sectorCeil(journalSlotCount * headerSize);
    const end = offset + size;
    if (zone === 'journal-headers') assert(end <= headersSize, 'beyond the journal’s headers');
    if (zone === 'journal-prepares') {
      assert(end <= journalSlotCount * messageSizeMax, 'beyond the journal’s prepares');
    }
    if (zone === 'client-replies') {
      assert(end <= clientsMax * messageSizeMax, 'beyond the client replies');
    }
  }
}

/** Larger than any zone. */
const zoneSizeMax = 0x4_0000_0000_0000;

const nothing = new Uint8Array(0);
