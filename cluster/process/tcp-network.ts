import { createServer, type Server, Socket } from 'node:net';
import type { Network } from '../../harness/environment.ts';
import type { Address } from '../relay/address.ts';
import { commands, pingClient, request } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { Frames } from './frames.ts';

export interface TcpNetworkOptions {
  readonly replica: number;
  /** Of all replicas, in their order. */
  readonly addresses: readonly Address[];
  readonly messageSizeMax: number;
  /** A message of this cluster. */
  readonly template: Message;
  readonly deliver: (message: Uint8Array) => void;
}

interface Peer {
  readonly socket: Socket;
  /** Who it is, once a message has told. */
  replica: number | null;
  client: bigint | null;
}

const reconnectMin = 50;
const reconnectMax = 1000;
/** One that says nothing of who it is is closed after that; milliseconds. */
const unknownMax = 45_000;
/** Messages that wait for a peer that does not read; one more is lost, as on any network. */
const queueMax = 4;

/** Whose `replica` field names the sender: others are passed on, or leave it zero. */
const namesSender: ReadonlySet<number> = new Set([
  commands.ping,
  commands.pong,
  commands.prepare_ok,
  commands.commit,
  commands.exit_view,
  commands.join_view,
  commands.view,
  commands.get_view,
  commands.get_headers,
  commands.get_prepare,
  commands.get_reply,
  commands.get_blocks,
  commands.headers,
]);

/**
 * A connection to each of the other replicas, and from clients. A replica dials those that come
 * after it; a peer is known by the first message that names it.
 */
export class TcpNetwork implements Network {
  readonly #options: TcpNetworkOptions;
  readonly #server: Server;
  readonly #replicas: (Peer | null)[];
  readonly #clients = new Map<bigint, Peer>();

  constructor(options: TcpNetworkOptions) {
    this.#options = options;
    this.#replicas = options.addresses.map(() => null);
    this.#server = createServer({ noDelay: true, keepAlive: true }, (socket) => this.#take(socket));
  }

  /** Returns the port that it listens on: another one than asked for where that is 0. */
  async listen(): Promise<number> {
    const { replica, addresses } = this.#options;
    const { host, port } = addresses[replica] as Address;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port }, resolve);
    });
    for (let other = replica + 1; other < addresses.length; other++) {
      this.#dial(other, reconnectMin);
    }
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  sendToReplica(replica: number, message: Uint8Array): void {
    this.#send(this.#replicas[replica] ?? null, message);
  }

  sendToClient(client: bigint, message: Uint8Array): void {
    this.#send(this.#clients.get(client) ?? null, message);
  }

  #send(peer: Peer | null, message: Uint8Array): void {
    if (peer === null || peer.socket.destroyed || !peer.socket.writable) return;
    if (peer.socket.writableLength > queueMax * this.#options.messageSizeMax) return;
    peer.socket.write(message);
  }

  #dial(replica: number, delay: number): void {
    const { host, port } = this.#options.addresses[replica] as Address;
    const socket = new Socket();
    socket.setNoDelay(true);
    let wait = delay;
    socket.once('connect', () => {
      wait = reconnectMin;
      this.#replicas[replica] = peer;
    });
    const peer = this.#attach(socket, replica);
    socket.once('close', () => {
      setTimeout(() => this.#dial(replica, Math.min(wait * 2, reconnectMax)), wait).unref();
    });
    socket.connect({ host, port });
  }

  #take(socket: Socket): void {
    const peer = this.#attach(socket, null);
    const timer = setTimeout(() => {
      if (peer.replica === null && peer.client === null) socket.destroy();
    }, unknownMax);
    timer.unref();
    socket.once('close', () => clearTimeout(timer));
  }

  #attach(socket: Socket, replica: number | null): Peer {
    const { template, messageSizeMax, deliver } = this.#options;
    const peer: Peer = { socket, replica, client: null };
    const frames = new Frames(template, messageSizeMax);
    socket.on('data', (chunk: Uint8Array) => {
      const error = frames.push(chunk, (message) => {
        if (this.#identify(peer, message)) deliver(message.bytes);
        else socket.destroy();
      });
      if (error !== null) socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#forget(peer));
    return peer;
  }

  /** Whether the message may come from this peer. */
  #identify(peer: Peer, message: Message): boolean {
    const { command } = message;
    if (command === commands.request) {
      return this.#isClient(peer, message.u128(request.client));
    }
    if (command === commands.ping_client) {
      return this.#isClient(peer, message.u128(pingClient.client));
    }
    if (!namesSender.has(command)) return true;
    const { replica } = message;
    if (peer.client !== null || replica >= this.#replicas.length) return false;
    if (peer.replica !== null) return peer.replica === replica;
    if (replica === this.#options.replica) return false;
    peer.replica = replica;
    // A peer that dials again has lost the old connection, whatever it looks like from here.
    this.#replicas[replica]?.socket.destroy();
    this.#replicas[replica] = peer;
    return true;
  }

  #isClient(peer: Peer, client: bigint): boolean {
    // A backup passes requests on.
    if (peer.replica !== null) return true;
    if (peer.client !== null) return peer.client === client;
    peer.client = client;
    this.#clients.set(client, peer);
    return true;
  }

  #forget(peer: Peer): void {
    if (peer.replica !== null && this.#replicas[peer.replica] === peer) {
      this.#replicas[peer.replica] = null;
    }
    if (peer.client !== null && this.#clients.get(peer.client) === peer) {
      this.#clients.delete(peer.client);
    }
  }
}
