import type { Input, Storage, Zone } from '../../harness/environment.ts';
import type { ReplicaOptions } from '../vsr/replica.ts';
import { decodeSuperblock } from '../vsr/superblock-image.ts';
import { common, headerSize } from '../wire/header.ts';
import { Message } from '../wire/message.ts';

const tagSize = 16;

interface Operation {
  readonly zone: Zone;
  readonly offset: number;
  /** What a write brings. */
  readonly data: Uint8Array | null;
}

/**
 * What a disk has told its replica that it holds: by having taken it, or by giving it back. Passes
 * on whatever it is asked for.
 */
export class DiskMemory implements Storage {
  /** The latest view, and the latest log_view, that a copy of the superblock held. */
  view = 0;
  logView = 0;
  readonly #options: ReplicaOptions;
  readonly #template: Message;
  /** The checksum of the prepare in each slot. */
  readonly #prepares: Uint8Array;
  readonly #under = new Map<number, Operation>();
  #storage: Storage;

  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.#template = Message.create('ping', options.cluster, 0, options.checksum);
    this.#prepares = new Uint8Array(options.configuration.journalSlotCount * tagSize);
    this.#storage = options.environment.storage;
  }

  /** Another process: what was under way for the one before, nobody hears of. */
  begin(storage: Storage): void {
    this.#storage = storage;
    this.#under.clear();
  }

  read(zone: Zone, offset: number, size: number, token: number): void {
    if (tells(zone)) this.#under.set(token, { zone, offset, data: null });
    this.#storage.read(zone, offset, size, token);
  }

  write(zone: Zone, offset: number, data: Uint8Array, token: number): void {
    if (tells(zone)) this.#under.set(token, { zone, offset, data });
    this.#storage.write(zone, offset, data, token);
  }

  /** An operation is done. */
  hear(input: Input): void {
    if (input.kind !== 'read' && input.kind !== 'written') return;
    const operation = this.#under.get(input.token);
    if (operation === undefined) return;
    this.#under.delete(input.token);
    const data = operation.data ?? (input.kind === 'read' ? input.data : null);
    if (data === null) return;
    if (operation.zone === 'superblock') this.#onSuperblock(data);
    else this.#onPrepare(operation.offset, data);
  }

  /** Whether the disk holds the prepare whose checksum stands at `at` of a message. */
  holds(op: number, message: Uint8Array, at: number): boolean {
    const slot = op % this.#options.configuration.journalSlotCount;
    for (let i = 0; i < tagSize; i++) {
      if (this.#prepares[slot * tagSize + i] !== message[at + i]) return false;
    }
    return true;
  }

  #onSuperblock(data: Uint8Array): void {
    const image = decodeSuperblock(data, this.#options, this.#template);
    if (image === null) return;
    this.view = Math.max(this.view, image.view);
    this.logView = Math.max(this.logView, image.logView);
  }

  #onPrepare(offset: number, data: Uint8Array): void {
    const { messageSizeMax } = this.#options.configuration;
    if (offset % messageSizeMax !== 0 || data.length < headerSize) return;
    const at = (offset / messageSizeMax) * tagSize;
    for (let i = 0; i < tagSize; i++) {
      this.#prepares[at + i] = data[common.checksum + i] as number;
    }
  }
}

function tells(zone: Zone): boolean {
  return zone === 'superblock' || zone === 'journal-prepares';
}
