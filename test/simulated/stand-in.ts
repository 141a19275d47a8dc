import type {
  CreateReplica,
  FormatReplica,
  ReplicaUnderTest,
} from '../../cluster/simulated/replica-under-test.ts';
import type { ReplicaOptions } from '../../cluster/vsr/replica.ts';
import {
  commands,
  common,
  headerSize,
  pingClient,
  pongClient,
  reply,
  request,
} from '../../cluster/wire/header.ts';
import { Message } from '../../cluster/wire/message.ts';
import type { Input, ReplicaState } from '../../harness/environment.ts';
import { sectorSize } from '../../harness/environment.ts';

/**
 * Not a replica: replica 0 answers every request with its body as soon as it has written it down,
 * and forgets it at a crash. Enough to see what the world does with a process.
 */
export class StandIn implements ReplicaUnderTest {
  readonly options: ReplicaOptions;
  readonly waiting: Message[] = [];
  readonly tokens = new Map<bigint, number>();
  readonly answers: (Uint8Array | undefined)[] = [];
  op = 0;
  ticks = 0;

  constructor(options: ReplicaOptions) {
    this.options = options;
  }

  open(): void {
    this.options.observer.onState(this.state());
  }

  on(input: Input): void {
    if (input.kind === 'tick') this.ticks++;
    if (input.kind === 'message') this.#onMessage(this.#message(input.message));
    if (input.kind === 'written') this.#answer(input.token);
    this.options.observer.onState(this.state());
  }

  state(): ReplicaState {
    const primary = this.options.replica === 0;
    return { status: 'normal', view: 0, primary, commitMin: this.op, op: this.op };
  }

  digest(): string {
    return `${this.op}`.padStart(32, '0');
  }

  #onMessage(message: Message): void {
    const { environment, configuration, replica } = this.options;
    if (message.command === commands.ping_client) {
      const pong = this.#create('pong_client', 0);
      const at = message.u64(pingClient.ping_timestamp_monotonic);
      pong.setU64(pongClient.ping_timestamp_monotonic, at);
      environment.network.sendToClient(message.u128(pingClient.client), pong.seal().bytes);
    }
    if (message.command !== commands.request || replica !== 0) return;
    const again = this.tokens.get(message.u128(common.checksum));
    if (again !== undefined) return this.#send(again);
    const token = this.waiting.push(message) - 1;
    this.tokens.set(message.u128(common.checksum), token);
    const sectors = configuration.messageSizeMax / sectorSize;
    const data = new Uint8Array(sectors * sectorSize).fill(token + 1);
    data.set(message.bytes);
    const slot = (token + 1) % configuration.journalSlotCount;
    const offset = slot * configuration.messageSizeMax;
    environment.storage.write('journal-prepares', offset, data, token);
  }

  #answer(token: number): void {
    const message = this.waiting[token] as Message;
    const { environment, observer } = this.options;
    const register = message.u8(request.operation) === 2;
    const body = register ? new Uint8Array(64) : message.body;
    const answer = this.#create('reply', body.length);
    this.op++;
    const timestamp = environment.clock.realtime();
    answer.bytes.set(body, headerSize);
    answer.copyU128(reply.request_checksum, message, common.checksum);
    answer.setU128(reply.context, 77n + BigInt(this.op));
    answer.copyU128(reply.client, message, request.client);
    answer.setU64(reply.op, this.op);
    answer.setU64(reply.commit, this.op);
    answer.setU64Big(reply.timestamp, timestamp);
    answer.setU32(reply.request, message.u32(request.request));
    answer.setU8(reply.operation, message.u8(request.operation));
    const client = message.u128(request.client);
    observer.onCommit({
      view: 0,
      op: this.op,
      timestamp,
      operation: message.u8(request.operation),
      client,
      request: message.u32(request.request),
      reply: body,
    });
    this.answers[token] = answer.seal().bytes;
    this.#send(token);
  }

  #send(token: number): void {
    const answer = this.answers[token];
    const client = this.waiting[token]?.u128(request.client) ?? 0n;
    if (answer !== undefined) this.options.environment.network.sendToClient(client, answer);
  }

  #message(bytes: Uint8Array): Message {
    return new Message(bytes, this.options.checksum);
  }

  #create(command: 'pong_client' | 'reply', size: number): Message {
    const { cluster, checksum } = this.options;
    const message = Message.create(command, cluster, size, checksum);
    message.setU8(common.replica, this.options.replica);
    return message;
  }
}

export const createStandIn: CreateReplica = (options) => new StandIn(options);

export const formatNothing: FormatReplica = () => [];
