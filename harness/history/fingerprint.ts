import { checksum, checksumHex } from '../checksum.ts';
import type { History, HistoryEvent, ReplyBytes } from '../history.ts';
import { eventFields, type Field } from './event-fields.ts';

const tagSize = 16;
const chunkSize = 65_536;

/**
 * 32 hexadecimal digits over all events and the bytes of replies: the same plan gives the same on
 * every machine. The checksums of commits' replies are left out. Each chunk of input is hashed
 * together with the hash of all before it, so that nothing is held in memory at once.
 */
export function fingerprint(history: History): string {
  const chain = new HashChain();
  chain.integer(history.events.length);
  for (const event of history.events) chainEvent(chain, event);
  chain.integer(history.bytes.length);
  chain.bytes(history.bytes);
  return chain.finish();
}

function chainEvent(chain: HashChain, event: HistoryEvent): void {
  chain.text(event.kind);
  chain.integer(event.time);
  const record = event as unknown as Readonly<Record<string, unknown>>;
  for (const field of eventFields.get(event.kind) as readonly Field[]) {
    if (field.fingerprinted) chainValue(chain, record[field.name], field);
  }
}

function chainValue(chain: HashChain, value: unknown, field: Field): void {
  switch (field.type) {
    case 'count':
    case 'integer':
      chain.integer(value as number);
      break;
    case 'timestamp':
      chain.timestamp(value as bigint);
      break;
    case 'boolean':
      chain.integer(value === true ? 1 : 0);
      break;
    default:
      chain.text(value as string);
  }
}

/** A buffer that begins with the tag of all that was hashed before. */
class HashChain {
  readonly #buffer = new Uint8Array(chunkSize);
  readonly #fields = new DataView(this.#buffer.buffer);
  #used = tagSize;

  integer(value: number): void {
    this.#makeRoom(8);
    // Adding 0 makes 0 of −0, which has other bits.
    this.#fields.setFloat64(this.#used, value + 0, true);
    this.#used += 8;
  }

  timestamp(value: bigint): void {
    this.#makeRoom(8);
    this.#fields.setBigUint64(this.#used, value, true);
    this.#used += 8;
  }

  /** Its length, and its UTF-16 code units. */
  text(value: string): void {
    this.integer(value.length);
    for (let i = 0; i < value.length; i++) {
      this.#makeRoom(2);
      this.#fields.setUint16(this.#used, value.charCodeAt(i), true);
      this.#used += 2;
    }
  }

  bytes(data: ReplyBytes): void {
    let from = 0;
    while (from < data.length) {
      this.#makeRoom(1);
      const until = Math.min(data.length, from + chunkSize - this.#used);
      this.#buffer.set(data.subarray(from, until), this.#used);
      this.#used += until - from;
      from = until;
    }
  }

  finish(): string {
    return checksumHex(this.#buffer.subarray(0, this.#used));
  }

  #makeRoom(size: number): void {
    if (this.#used + size <= chunkSize) return;
    checksum(this.#buffer, 0, this.#used, this.#buffer, 0);
    this.#used = tagSize;
  }
}
