import type { Random, Ratio } from '../../harness/random.ts';
import { common, headerSize } from '../wire/header.ts';
import { Message } from '../wire/message.ts';

/** What happens to the messages of one direction of a link. */
export interface LaneWeather {
  /** Nothing arrives, and nobody is told. */
  readonly cut: boolean;
  /** Added to the way of each message; milliseconds. */
  readonly delay: number;
  /** Bytes a second; 0 for as many as there are. */
  readonly bandwidth: number;
  readonly loss: Ratio;
  readonly duplication: Ratio;
  /** How many are overtaken by the one behind them. */
  readonly reordering: Ratio;
  /** How many have a bit flipped, somewhere. */
  readonly corruption: Ratio;
  /** Commands that are lost, each time: see `commands` of cluster/wire. */
  readonly lost: ReadonlySet<number>;
}

export const calm: LaneWeather = {
  cut: false,
  delay: 0,
  bandwidth: 0,
  loss: [0, 1],
  duplication: [0, 1],
  reordering: [0, 1],
  corruption: [0, 1],
  lost: new Set(),
};

/** Larger than any message: whoever announces more speaks another language. */
const sizeMax = 1 << 24;

/**
 * One direction of a link: cuts the stream into messages, so that each of them may meet with its
 * own fate and what arrives is whole messages again. A stream that makes no sense passes as it is.
 */
export class Lane {
  weather: LaneWeather = calm;
  readonly #write: (bytes: Uint8Array) => void;
  readonly #random: Random;
  readonly #header = new Uint8Array(headerSize);
  #message: Uint8Array | null = null;
  #filled = 0;
  #opaque = false;
  /** One that the next is to overtake. */
  #held: Uint8Array | null = null;
  /** When the line is free again, by the clock of `performance.now`. */
  #freeAt = 0;
  readonly #queue: Waiting[] = [];
  #closed = false;

  constructor(write: (bytes: Uint8Array) => void, random: Random) {
    this.#write = write;
    this.#random = random;
  }

  /** What waits to be sent is lost, as in a cable that is pulled. */
  close(): void {
    this.#closed = true;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#opaque) return this.#send(chunk.slice(at));
      const target = this.#message ?? this.#header;
      const taken = Math.min(target.length - this.#filled, chunk.length - at);
      target.set(chunk.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled < target.length) return;
      if (this.#message === null) this.#begin();
      if (this.#message !== null && this.#filled === this.#message.length) this.#end(this.#message);
    }
  }

  #begin(): void {
    const { size } = new Message(this.#header);
    if (size < headerSize || size > sizeMax) {
      this.#opaque = true;
      return this.#send(this.#header.slice());
    }
    this.#message = new Uint8Array(size);
    this.#message.set(this.#header);
  }

  #end(message: Uint8Array): void {
    this.#message = null;
    this.#filled = 0;
    const { weather } = this;
    if (weather.cut || weather.lost.has(message[common.command] as number)) return;
    if (this.#random.chance(weather.loss)) return;
    if (this.#random.chance(weather.corruption)) this.#corrupt(message);
    const held = this.#held;
    this.#held = null;
    if (held === null && this.#random.chance(weather.reordering)) {
      this.#held = message;
      return;
    }
    this.#send(message);
    if (this.#random.chance(weather.duplication)) this.#send(message);
    if (held !== null) this.#send(held);
  }

  #corrupt(message: Uint8Array): void {
    const bit = this.#random.below(message.length * 8);
    message[bit >>> 3] = (message[bit >>> 3] as number) ^ (1 << (bit & 7));
  }

  /** In its turn: nothing overtakes what was sent before, whatever the weather is by then. */
  #send(bytes: Uint8Array): void {
    const { delay, bandwidth } = this.weather;
    const now = performance.now();
    if (delay === 0 && bandwidth === 0 && this.#queue.length === 0) return this.#write(bytes);
    const took = bandwidth === 0 ? 0 : (bytes.length * 1000) / bandwidth;
    this.#freeAt = Math.max(this.#freeAt, now + delay) + took;
    this.#queue.push({ bytes, at: this.#freeAt });
    if (this.#queue.length === 1) this.#wait(this.#freeAt - now);
  }

  #wait(time: number): void {
    setTimeout(
      () => {
        if (this.#closed) return;
        const now = performance.now();
        let due = 0;
        for (; due < this.#queue.length && (this.#queue[due] as Waiting).at <= now; due++) {
          this.#write((this.#queue[due] as Waiting).bytes);
        }
        this.#queue.splice(0, due);
        const [next] = this.#queue;
        if (next !== undefined) this.#wait(next.at - now);
      },
      Math.max(time, 0),
    );
  }
}

interface Waiting {
  readonly bytes: Uint8Array;
  /** When it is let go, by the clock of `performance.now`. */
  readonly at: number;
}
