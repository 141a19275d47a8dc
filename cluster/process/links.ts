import type { Random } from '../../harness/random.ts';
import type { Address } from '../relay/address.ts';
import { calm, type LaneWeather } from '../relay/lane.ts';
import { Relay } from '../relay/relay.ts';

/** A relay for each pair of replicas: the lower one dials, so that is the way `there`. */
export class Links {
  readonly #relays: (Relay | null)[][];
  readonly #ports: number[][];

  /** @param addressOf where a replica listens; null as long as it does not */
  constructor(count: number, addressOf: (replica: number) => Address | null, random: Random) {
    const each = Array.from({ length: count }, (_, replica) => replica);
    this.#relays = each.map((from) =>
      each.map((to) => (from < to ? new Relay(() => addressOf(to), random.at(from).at(to)) : null)),
    );
    this.#ports = each.map(() => each.map(() => 0));
  }

  async listen(host: string): Promise<void> {
    for (const [from, relays] of this.#relays.entries()) {
      for (const [to, relay] of relays.entries()) {
        if (relay !== null) (this.#ports[from] as number[])[to] = await relay.listen(host);
      }
    }
  }

  /** Where `from` finds `to`, which must be the higher of them. */
  port(from: number, to: number): number {
    return this.#ports[from]?.[to] ?? 0;
  }

  weather(from: number, to: number): LaneWeather {
    const relay = this.#relays[Math.min(from, to)]?.[Math.max(from, to)] ?? null;
    return relay?.weather(from < to ? 'there' : 'back') ?? calm;
  }

  /** Changes the weather of the way from one replica to another, from now on. */
  change(from: number, to: number, change: Partial<LaneWeather>): void {
    const relay = this.#relays[Math.min(from, to)]?.[Math.max(from, to)] ?? null;
    if (relay === null) return;
    const direction = from < to ? 'there' : 'back';
    relay.setWeather(direction, { ...relay.weather(direction), ...change });
  }

  heal(): void {
    for (const relays of this.#relays) {
      for (const relay of relays) {
        relay?.setWeather('there', calm);
        relay?.setWeather('back', calm);
      }
    }
  }

  close(): void {
    for (const relays of this.#relays) for (const relay of relays) relay?.close();
  }
}
