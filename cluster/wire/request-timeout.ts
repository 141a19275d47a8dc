import { assert } from '../../harness/assert.ts';
import { tickInterval } from '../../harness/environment.ts';
import type { Random } from '../../harness/random.ts';
import type { Nanoseconds } from '../../harness/time.ts';

const roundTripTicksInitial = 30;
const roundTripTicksMax = 6000;
const roundTripMultiple = 2;
const backOffTicksMax = 1000;

/**
 * When a request is sent again: first after 600 ms, then after two round trips and a random share
 * of a span that doubles, up to 10 s (facts 4.6). Counted in ticks.
 */
export class RequestTimeout {
  readonly #random: Random;
  #roundTripTicks = roundTripTicksInitial;
  #after = 0;
  #ticks = 0;
  #attempts = 0;
  #running = false;

  constructor(random: Random) {
    this.#random = random;
  }

  start(): void {
    this.#running = true;
    this.#ticks = 0;
    this.#attempts = 0;
    this.#after = roundTripTicksInitial * roundTripMultiple;
  }

  stop(): void {
    this.#running = false;
  }

  /** @returns whether it is time to send again */
  tick(): boolean {
    if (!this.#running) return false;
    this.#ticks++;
    return this.#ticks >= this.#after;
  }

  backOff(): void {
    assert(this.#running, 'only a request in flight is sent again');
    this.#ticks = 0;
    this.#attempts++;
    const span = Math.min(backOffTicksMax, 1 << Math.min(this.#attempts, 10));
    this.#after = this.#roundTripTicks * roundTripMultiple + 1 + this.#random.below(span);
  }

  roundTrip(span: Nanoseconds): void {
    const ticks = Math.floor(span / tickInterval);
    this.#roundTripTicks = Math.min(Math.max(1, ticks), roundTripTicksMax);
  }
}
