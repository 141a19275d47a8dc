import { assert } from '../../harness/assert.ts';
import type { NetworkWeather } from '../../harness/plan.ts';
import type { Random } from '../../harness/random.ts';
import type { Nanoseconds } from '../../harness/time.ts';
import type { Fate, Tracer } from '../../harness/tracer.ts';
import { type Disturbance, disturb, type Passage } from './disturbances.ts';
import { type EventQueue, eventKinds } from './event-queue.ts';

/** Messages under way on one link; what is sent beyond that is lost, as in a full buffer. */
const linkCapacity = 256;

/**
 * The network: a link from each node to each other, replicas first, then clients. Each link draws
 * from a generator of its own. Loss and latency are decided when a message is sent, cuts both when
 * it is sent and when it would arrive, clogs when it would arrive.
 */
export class Links {
  readonly #queue: EventQueue;
  readonly #nodes: number;
  readonly #random: Random;
  readonly #randoms: (Random | undefined)[];
  readonly #underWay: Int32Array;
  /** How many cuts lie over each link. */
  readonly #cuts: Int32Array;
  /** How many clogs lie over each link, and what they hold back, by link, in order of arrival. */
  readonly #clogs: Int32Array;
  readonly #held = new Map<number, Uint8Array[]>();
  #weather: NetworkWeather;
  readonly disturbances: Disturbance[] = [];
  /** Of the message that is being sent: one for all of them. */
  readonly #passage: Passage = {
    link: 0,
    now: 0,
    bytes: new Uint8Array(0),
    lost: false,
    copies: 1,
    latency: 0,
  };
  readonly #tracer: Tracer | undefined;
  /** What it says true to is lost: a directed scenario cuts by more than who sends to whom. */
  censor: ((sender: number, receiver: number, message: Uint8Array) => boolean) | null = null;

  constructor(
    queue: EventQueue,
    nodes: number,
    weather: NetworkWeather,
    random: Random,
    tracer?: Tracer,
  ) {
    this.#queue = queue;
    this.#nodes = nodes;
    this.#weather = weather;
    this.#random = random;
    this.#tracer = tracer;
    this.#randoms = Array.from({ length: nodes * nodes });
    this.#underWay = new Int32Array(nodes * nodes);
    this.#cuts = new Int32Array(nodes * nodes);
    this.#clogs = new Int32Array(nodes * nodes);
  }

  send(sender: number, receiver: number, message: Uint8Array): void {
    assert(sender < this.#nodes && receiver < this.#nodes, 'a message goes from node to node');
    const link = sender * this.#nodes + receiver;
    // What a node sends to itself never touches the network.
    if (sender === receiver) return this.#push(link, receiver, 0, message);
    const random = this.#randoms[link] ?? this.#startLink(link);
    const { latencyMin, latencyMean, loss, duplication } = this.#weather;
    const passage = this.#passage;
    passage.link = link;
    passage.now = this.#queue.now;
    passage.bytes = message;
    passage.lost = random.chance(loss);
    passage.copies = random.chance(duplication) ? 2 : 1;
    passage.latency = latencyMin + random.exponential(latencyMean);
    for (const disturbance of this.disturbances) disturb(disturbance, passage);
    const { bytes, lost, copies, latency } = passage;
    this.#trace('sent', link, message);
    if (lost || this.#cuts[link] !== 0) {
      return this.#trace(lost ? 'lost' : 'cut', link, message);
    }
    if (this.censor?.(sender, receiver, message) === true) return;
    this.#push(link, receiver, latency, bytes);
    for (let copy = 1; copy < copies; copy++) {
      const later = latency + latencyMin + random.exponential(latencyMean);
      this.#trace('doubled', link, bytes);
      this.#push(link, receiver, later, bytes);
    }
  }

  /** Whether the message that reached the end of `link` gets through, and does so now. */
  arrive(link: number, message: Uint8Array): boolean {
    if (this.#clogs[link] !== 0) {
      const held = this.#held.get(link);
      if (held === undefined) this.#held.set(link, [message]);
      else held.push(message);
      this.#trace('held', link, message);
      return false;
    }
    this.#underWay[link] = (this.#underWay[link] as number) - 1;
    const arrives = this.#cuts[link] === 0;
    this.#trace(arrives ? 'arrived' : 'cut', link, message);
    return arrives;
  }

  cut(sender: number, receiver: number): void {
    this.#addCut(sender, receiver, 1);
  }

  mend(sender: number, receiver: number): void {
    this.#addCut(sender, receiver, -1);
  }

  /** From now on nothing comes out at the end of the link; what arrives there is held back. */
  clog(sender: number, receiver: number): void {
    const link = this.linkBetween(sender, receiver);
    this.#clogs[link] = (this.#clogs[link] as number) + 1;
  }

  /** Takes one clog away; with the last one all that was held back arrives, in its order. */
  unclog(sender: number, receiver: number): void {
    const link = this.linkBetween(sender, receiver);
    const clogs = (this.#clogs[link] as number) - 1;
    assert(clogs >= 0, 'only a link that is clogged can be unclogged');
    this.#clogs[link] = clogs;
    if (clogs > 0) return;
    const queue = this.#queue;
    for (const message of this.#held.get(link) ?? []) {
      queue.push(queue.now, eventKinds.deliver, receiver, link, message);
    }
    this.#held.delete(link);
  }

  /** From now on the weather loses and doubles nothing. */
  clear(): void {
    this.#weather = { ...this.#weather, loss: [0, 1], duplication: [0, 1] };
  }

  #addCut(sender: number, receiver: number, difference: number): void {
    const link = this.linkBetween(sender, receiver);
    const cuts = (this.#cuts[link] as number) + difference;
    assert(cuts >= 0, 'only a link that is cut can be mended');
    this.#cuts[link] = cuts;
  }

  /** The number of a link. */
  linkBetween(sender: number, receiver: number): number {
    assert(sender !== receiver, 'a node is never cut off from itself');
    return sender * this.#nodes + receiver;
  }

  #push(link: number, receiver: number, latency: Nanoseconds, message: Uint8Array): void {
    if ((this.#underWay[link] as number) >= linkCapacity) {
      return this.#trace('full', link, message);
    }
    this.#underWay[link] = (this.#underWay[link] as number) + 1;
    const queue = this.#queue;
    queue.push(queue.now + latency, eventKinds.deliver, receiver, link, message);
  }

  #trace(fate: Fate, link: number, message: Uint8Array): void {
    if (this.#tracer?.onPassage === undefined) return;
    const sender = Math.floor(link / this.#nodes);
    const receiver = link % this.#nodes;
    this.#tracer.onPassage({ time: this.#queue.now, fate, sender, receiver, message });
  }

  #startLink(link: number): Random {
    const random = this.#random.at(link);
    this.#randoms[link] = random;
    return random;
  }
}
