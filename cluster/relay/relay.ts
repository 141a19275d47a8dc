import { createServer, type Server, Socket } from 'node:net';
import type { Random } from '../../harness/random.ts';
import type { Address } from './address.ts';
import { calm, Lane, type LaneWeather } from './lane.ts';

/** From whoever dials to the target, and back. */
export type Direction = 'there' | 'back';

/** Connections whose messages wait for a slow reader: more than that is not read ahead. */
const waitingMax = 16 * 1024 * 1024;

/**
 * A port that stands for another one, and does to what passes what a bad network would: one for
 * each link, so that any link can be cut, slowed or mangled, either way.
 */
export class Relay {
  readonly #target: () => Address | null;
  readonly #random: Random;
  readonly #server: Server;
  readonly #lanes: Record<Direction, Set<Lane>> = { there: new Set(), back: new Set() };
  readonly #weather: Record<Direction, LaneWeather> = { there: calm, back: calm };
  readonly #sockets = new Set<Socket>();
  #connections = 0;

  /** @param target asked at each connection; null where there is nobody at the moment */
  constructor(target: () => Address | null, random: Random) {
    this.#target = target;
    this.#random = random;
    this.#server = createServer({ noDelay: true }, (socket) => this.#join(socket));
  }

  /** Returns the port that it listens on, which is free until then. */
  async listen(host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port: 0 }, resolve);
    });
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  weather(direction: Direction): LaneWeather {
    return this.#weather[direction];
  }

  setWeather(direction: Direction, weather: LaneWeather): void {
    this.#weather[direction] = weather;
    for (const lane of this.#lanes[direction]) lane.weather = weather;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(from: Socket): void {
    const target = this.#target();
    if (target === null) return void from.destroy();
    const to = new Socket();
    to.setNoDelay(true);
    to.connect(target);
    const random = this.#random.at(this.#connections++);
    const lanes = [
      this.#carry(from, to, 'there', random.fork('there')),
      this.#carry(to, from, 'back', random.fork('back')),
    ];
    const end = (): void => {
      for (const lane of lanes) lane.close();
      for (const direction of ['there', 'back'] as const) {
        for (const lane of lanes) this.#lanes[direction].delete(lane);
      }
      for (const socket of [from, to]) {
        this.#sockets.delete(socket);
        socket.destroy();
      }
    };
    for (const socket of [from, to]) {
      this.#sockets.add(socket);
      socket.on('error', end);
      socket.once('close', end);
    }
  }

  #carry(from: Socket, to: Socket, direction: Direction, random: Random): Lane {
    const lane = new Lane((bytes) => {
      if (!to.writable) return;
      to.write(bytes);
      if (to.writableLength > waitingMax) from.pause();
    }, random);
    to.on('drain', () => from.resume());
    lane.weather = this.#weather[direction];
    this.#lanes[direction].add(lane);
    from.on('data', (chunk: Uint8Array) => lane.push(chunk));
    return lane;
  }
}
