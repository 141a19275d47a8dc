import { assert } from '../../harness/assert.ts';
import { checksum as aegis, type Checksum } from '../../harness/checksum.ts';
import {
  type Environment,
  headerSize,
  type Input,
  tickInterval,
} from '../../harness/environment.ts';
import { microsecond, type Nanoseconds } from '../../harness/time.ts';
import { commands, common, eviction, pingClient, pongClient, reply, request } from './header.ts';
import { Message } from './message.ts';
import { RequestTimeout } from './request-timeout.ts';

/** 0.17.9, as every header bears it. */
export const release = 4361;

/** Of the protocol itself; those of the state machine begin at 128. */
const registerOperation = 2;

const registerBodySize = 256;
const pingTicks = 30_000_000_000 / tickInterval;

export interface SessionListener {
  /** @param session its number: the op of its register */
  onRegistered(session: number): void;
  onReply(reply: Message): void;
  /** Nothing comes after this. @param reason one of `evictionReasons` */
  onEvicted(reason: number): void;
}

export interface SessionOptions {
  readonly cluster: bigint;
  /** A u128, random and never used before: a replica takes the same id for the same client. */
  readonly client: bigint;
  readonly replicaCount: number;
  /** What the cluster seals its messages with; else AEGIS-128L. */
  readonly checksum?: Checksum;
  readonly environment: Pick<Environment, 'clock' | 'network' | 'random'>;
  readonly listener: SessionListener;
}

/**
 * A client's session (facts 4.6): one request in flight, sent again until it is answered. Each
 * request names the answer before it, so that the cluster executes it once and in its place.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #checksum: Checksum;
  readonly #timeout: RequestTimeout;
  /** The op of the register; 0 before it is answered. */
  #session = 0;
  #view = 0;
  #requestNumber = 0;
  /** The `context` of the last reply. */
  #parent = 0n;
  #inFlight: Message | null = null;
  #sentAt: Nanoseconds = 0;
  #previousLatency: Nanoseconds = 0;
  #pingTicks = 0;
  readonly #roundTrips: Nanoseconds[] = [];
  #evicted = false;

  constructor(options: SessionOptions) {
    assert(options.client > 0n, 'a client has an id');
    assert(options.replicaCount > 0, 'a cluster has replicas');
    this.#options = options;
    this.#checksum = options.checksum ?? aegis;
    this.#timeout = new RequestTimeout(options.environment.random);
  }

  /** Whether a request (or the register) waits for its answer. */
  get busy(): boolean {
    return this.#inFlight !== null;
  }

  /** The highest view that an answer bore. */
  get view(): number {
    return this.#view;
  }

  register(): void {
    assert(this.#requestNumber === 0, 'a session registers once');
    this.#start(registerOperation, new Uint8Array(registerBodySize));
    this.#ping();
  }

  /** @returns the number of the request: 1, 2, … */
  request(operation: number, body: Uint8Array): number {
    assert(this.#session > 0, 'a session registers before its first request');
    return this.#start(operation, body);
  }

  on(input: Input): void {
    if (this.#evicted) return;
    if (input.kind === 'tick') this.#onTick();
    if (input.kind !== 'message' || input.message.length < headerSize) return;
    this.#onMessage(new Message(input.message, this.#checksum));
  }

  #start(operation: number, body: Uint8Array): number {
    assert(this.#inFlight === null && !this.#evicted, 'a session has one request in flight');
    const { cluster, client, environment } = this.#options;
    const message = Message.create('request', cluster, body.length, this.#checksum);
    const number = this.#requestNumber++;
    message.bytes.set(body, message.bytes.length - body.length);
    message.setU32(common.view, this.#view);
    message.setU32(common.release, release);
    message.setU128(request.parent, this.#parent);
    message.setU128(request.client, client);
    message.setU64(request.session, this.#session);
    message.setU32(request.request, number);
    message.setU8(request.operation, operation);
    const latency = Math.floor(this.#previousLatency / microsecond);
    message.setU32(request.previous_request_latency, Math.min(latency, 0xffffffff));
    this.#inFlight = message.seal();
    this.#sentAt = environment.clock.monotonic();
    this.#timeout.start();
    this.#send(message);
    return number;
  }

  /** To the primary, and to one backup in case that there is no way to the primary from here. */
  #send(message: Message): void {
    const { replicaCount, environment } = this.#options;
    const primary = this.#view % replicaCount;
    environment.network.sendToReplica(primary, message.bytes);
    if (replicaCount === 1) return;
    const backup = (primary + environment.random.between(1, replicaCount - 1)) % replicaCount;
    environment.network.sendToReplica(backup, message.bytes);
  }

  #ping(): void {
    const { cluster, client, replicaCount, environment } = this.#options;
    this.#pingTicks = 0;
    const ping = Message.create('ping_client', cluster, 0, this.#checksum);
    ping.setU32(common.release, release);
    ping.setU128(pingClient.client, client);
    ping.setU64(pingClient.ping_timestamp_monotonic, environment.clock.monotonic());
    ping.setU64(pingClient.session, this.#session);
    ping.seal();
    for (let replica = 0; replica < replicaCount; replica++) {
      environment.network.sendToReplica(replica, ping.bytes);
    }
  }

  #onTick(): void {
    this.#pingTicks++;
    if (this.#pingTicks >= pingTicks) this.#ping();
    if (this.#inFlight === null || !this.#timeout.tick()) return;
    this.#timeout.backOff();
    this.#send(this.#inFlight);
  }

  #onMessage(message: Message): void {
    if (!message.headerValid() || !message.bodyValid()) return;
    if (message.u128(common.cluster) !== this.#options.cluster) return;
    switch (message.command) {
      case commands.pong_client:
        return this.#onPong(message);
      case commands.reply:
        return this.#onReply(message);
      case commands.eviction:
        return this.#onEviction(message);
    }
  }

  #onPong(pong: Message): void {
    this.#view = Math.max(this.#view, pong.view);
    const now = this.#options.environment.clock.monotonic();
    const sent = pong.u64(pongClient.ping_timestamp_monotonic);
    if (sent > now || pong.replica >= this.#options.replicaCount) return;
    this.#roundTrips[pong.replica] = now - sent;
    const known = this.#roundTrips.filter((span) => span !== undefined).toSorted((a, b) => a - b);
    this.#timeout.roundTrip(known[Math.floor(known.length / 2)] as Nanoseconds);
  }

  #onReply(message: Message): void {
    const sent = this.#inFlight;
    if (sent === null || message.u128(reply.client) !== this.#options.client) return;
    if (message.u32(reply.request) !== sent.u32(request.request)) return;
    // An answer to other words than ours: the request stays unanswered, which is for all to see.
    if (!message.sameU128(reply.request_checksum, sent, common.checksum)) return;
    this.#inFlight = null;
    this.#timeout.stop();
    this.#parent = message.u128(reply.context);
    this.#view = Math.max(this.#view, message.view);
    this.#previousLatency = this.#options.environment.clock.monotonic() - this.#sentAt;
    const { listener } = this.#options;
    if (sent.u8(request.operation) === registerOperation) {
      this.#session = message.u64(reply.commit);
      listener.onRegistered(this.#session);
    } else {
      listener.onReply(message);
    }
  }

  #onEviction(message: Message): void {
    if (message.u128(eviction.client) !== this.#options.client) return;
    // One from an old view may come from a primary that is none any more.
    if (message.view < this.#view) return;
    this.#evicted = true;
    this.#inFlight = null;
    this.#timeout.stop();
    this.#options.listener.onEvicted(message.u8(eviction.reason));
  }
}
