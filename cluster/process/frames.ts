import { commands, common, headerSize } from '../wire/header.ts';
import { Message } from '../wire/message.ts';

const known: ReadonlySet<number> = new Set(Object.values(commands));

/** Why a connection is closed: what came is no message of this cluster. */
export type FrameError = 'header' | 'command' | 'size' | 'cluster' | 'body';

/**
 * Cuts a stream of bytes into messages. A header is verified before memory is taken for what it
 * announces; after an error nothing more is taken in, since nobody knows where a message begins.
 */
export class Frames {
  readonly #template: Message;
  readonly #messageSizeMax: number;
  readonly #header = new Uint8Array(headerSize);
  /** The message that is being put together; null while its header is. */
  #message: Uint8Array | null = null;
  #filled = 0;

  /** @param template a message of this cluster */
  constructor(template: Message, messageSizeMax: number) {
    this.#template = template;
    this.#messageSizeMax = messageSizeMax;
  }

  /** Hands out each message that `chunk` completes. Null, or why the stream is not to be trusted. */
  push(chunk: Uint8Array, deliver: (message: Message) => void): FrameError | null {
    let at = 0;
    while (at < chunk.length) {
      const target = this.#message ?? this.#header;
      const taken = Math.min(target.length - this.#filled, chunk.length - at);
      target.set(chunk.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled < target.length) return null;
      const error = this.#message === null ? this.#begin(deliver) : this.#end(deliver);
      if (error !== null) return error;
    }
    return null;
  }

  /** A header is whole. */
  #begin(deliver: (message: Message) => void): FrameError | null {
    const header = new Message(this.#header);
    if (!header.headerValid()) return 'header';
    if (!known.has(header.command)) return 'command';
    const { size } = header;
    if (size < headerSize || size > this.#messageSizeMax) return 'size';
    if (!header.sameU128(common.cluster, this.#template, common.cluster)) return 'cluster';
    this.#message = new Uint8Array(size);
    this.#message.set(this.#header);
    if (size > headerSize) return null;
    return this.#end(deliver);
  }

  #end(deliver: (message: Message) => void): FrameError | null {
    const message = new Message(this.#message as Uint8Array);
    if (!message.bodyValid()) return 'body';
    this.#message = null;
    this.#filled = 0;
    deliver(message);
    return null;
  }
}
