import { constants, read, writev } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { assert } from '../../harness/assert.ts';
import { type Input, type Storage, sectorSize, type Zone } from '../../harness/environment.ts';
import type { ZoneOffsets } from './zone-offsets.ts';

/** What `format` of cluster/vsr says a fresh file holds. */
export type FormattedParts = readonly {
  readonly zone: Zone;
  readonly offset: number;
  readonly data: Uint8Array;
}[];

/** Writes a new file, which nobody but its owner can read; what is not written takes no room. */
export async function createDataFile(
  path: string,
  offsets: ZoneOffsets,
  parts: FormattedParts,
): Promise<void> {
  const file = await open(path, 'wx+', 0o600);
  try {
    await file.truncate(offsets.grid);
    for (const { zone, offset, data } of parts) {
      await file.write(data, 0, data.length, offsets[zone] + offset);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A data file as a replica sees it. What is reported as written outlives a power cut. */
export class DataFile implements Storage {
  readonly #file: FileHandle;
  readonly #offsets: ZoneOffsets;
  readonly #deliver: (input: Input) => void;
  readonly #fail: (error: NodeJS.ErrnoException) => void;

  private constructor(
    file: FileHandle,
    offsets: ZoneOffsets,
    deliver: (input: Input) => void,
    fail: (error: NodeJS.ErrnoException) => void,
  ) {
    this.#file = file;
    this.#offsets = offsets;
    this.#deliver = deliver;
    this.#fail = fail;
  }

  /** @param fail called where the disk fails: nothing can be promised from then on */
  static async open(
    path: string,
    offsets: ZoneOffsets,
    deliver: (input: Input) => void,
    fail: (error: NodeJS.ErrnoException) => void,
  ): Promise<DataFile> {
    // Each write is durable when it completes: a flush for all of them would make each wait for
    // the others.
    const file = await open(path, constants.O_RDWR | constants.O_DSYNC);
    return new DataFile(file, offsets, deliver, fail);
  }

  read(zone: Zone, offset: number, size: number, token: number): void {
    // What lies behind the end of the file was never written: zeros.
    const data = new Uint8Array(size);
    read(this.#file.fd, data, 0, size, this.#offsets[zone] + offset, (error) => {
      if (error === null) this.#deliver({ kind: 'read', token, data });
      else this.#fail(error);
    });
  }

  write(zone: Zone, offset: number, data: Uint8Array, token: number): void {
    assert(offset % sectorSize === 0, 'a disk moves whole sectors');
    const rest = -data.length & (sectorSize - 1);
    const parts = rest === 0 ? [data] : [data, zeros.subarray(0, rest)];
    writev(this.#file.fd, parts, this.#offsets[zone] + offset, (error, written) => {
      if (error !== null) this.#fail(error);
      else if (written !== data.length + rest) this.#fail(new Error('a write was cut short'));
      else this.#deliver({ kind: 'written', token });
    });
  }
}

const zeros = new Uint8Array(sectorSize);
