import { assert } from '../../harness/assert.ts';
import type { Checksum } from '../../harness/checksum.ts';
import type { Conductor, Submission } from '../../harness/cluster.ts';
import { type Network, tickInterval } from '../../harness/environment.ts';
import type { Random } from '../../harness/random.ts';
import type { Recorder } from '../../harness/run.ts';
import { reply } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { Session, type SessionListener } from '../wire/session.ts';
import { type EventQueue, eventKinds } from './event-queue.ts';
import type { MachineClock } from './machine-clock.ts';
import type { Sessions } from './sessions.ts';

/** What all clients of a world have in common. */
export interface ClientParts {
  readonly queue: EventQueue;
  readonly clock: MachineClock;
  readonly cluster: bigint;
  readonly checksum: Checksum;
  readonly replicaCount: number;
  readonly conductor: Conductor;
  readonly recorder: Pick<Recorder, 'append' | 'appendBytes'>;
  readonly sessions: Sessions;
  readonly random: Random;
}

/**
 * A client: one session after the other, with one request in flight. It registers when it has
 * something to ask, and its clock ticks only while it waits for an answer.
 */
export class SimulatedClient implements SessionListener {
  readonly #parts: ClientParts;
  readonly #client: number;
  readonly #network: Network;
  #session: Session | null = null;
  /** The session's number in the history, and its number of requests so far. */
  #number = -1;
  #requests = 0;
  /** What was asked for, from `submit` to its answer. */
  #submission: Submission | null = null;
  #ticking = false;

  constructor(parts: ClientParts, client: number, network: Network) {
    this.#parts = parts;
    this.#client = client;
    this.#network = network;
  }

  submit(submission: Submission): void {
    assert(this.#submission === null, 'a client has one request in flight');
    this.#submission = submission;
    const registered = this.#session !== null;
    if (!registered) this.#register();
    this.#requests++;
    const { stage, index, operation, due } = submission;
    this.#parts.recorder.append({
      time: this.#parts.queue.now,
      kind: 'invoke',
      session: this.#number,
      request: this.#requests,
      stage,
      index,
      operation,
      due,
    });
    if (registered) this.#send(submission);
    else this.#session?.register();
    this.#startTicking();
  }

  /** @param session the one that the tick is for: the clock of an earlier one is dead */
  onTick(session: number): void {
    if (session !== this.#number || this.#session === null || this.#submission === null) {
      if (session === this.#number) this.#ticking = false;
      return;
    }
    this.#pushTick();
    this.#session.on({ kind: 'tick' });
  }

  onMessage(message: Uint8Array): void {
    this.#session?.on({ kind: 'message', message });
  }

  onRegistered(): void {
    assert(this.#submission !== null, 'a session is opened for a request');
    this.#send(this.#submission);
  }

  onReply(message: Message): void {
    const { body } = message;
    const { conductor, queue, recorder } = this.#parts;
    recorder.append({
      time: queue.now,
      kind: 'reply',
      session: this.#number,
      request: this.#requests,
      op: message.u64(reply.op),
      timestamp: message.u64Big(reply.timestamp),
      offset: recorder.appendBytes(body),
      size: body.length,
    });
    this.#submission = null;
    conductor.onReply(this.#client, body);
  }

  onEvicted(reason: number): void {
    const { queue, recorder, sessions } = this.#parts;
    recorder.append({ time: queue.now, kind: 'evicted', session: this.#number, reason });
    const waited = this.#submission !== null;
    sessions.close(this.#client);
    this.#session = null;
    this.#submission = null;
    if (waited) this.#parts.conductor.onEvicted(this.#client);
  }

  #register(): void {
    const { sessions, random, ...shared } = this.#parts;
    const { number, client } = sessions.open(this.#client);
    this.#number = number;
    this.#requests = 0;
    this.#ticking = false;
    shared.recorder.append({
      time: shared.queue.now,
      kind: 'session',
      session: number,
      client: this.#client,
    });
    this.#session = new Session({
      cluster: shared.cluster,
      client,
      replicaCount: shared.replicaCount,
      checksum: shared.checksum,
      environment: { clock: shared.clock, network: this.#network, random: random.at(number) },
      listener: this,
    });
  }

  #send({ operation, body }: Submission): void {
    const number = this.#session?.request(operation, body);
    assert(number === this.#requests, 'requests are numbered alike here and in the session');
  }

  #startTicking(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    this.#pushTick();
  }

  #pushTick(): void {
    const { queue } = this.#parts;
    queue.push(queue.now + tickInterval, eventKinds.clientTick, this.#client, this.#number, null);
  }
}
