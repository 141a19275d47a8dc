import { assert } from '../../harness/assert.ts';
import { type Clock, tickInterval } from '../../harness/environment.ts';
import { type Nanoseconds, second } from '../../harness/time.ts';
import type { EventQueue } from './event-queue.ts';

/** The clocks of one machine. They survive crashes; faults make them wrong. */
export class MachineClock implements Clock {
  readonly #queue: EventQueue;
  readonly #epoch: bigint;
  readonly #origin: Nanoseconds;
  #offset: Nanoseconds = 0;
  /** Nanoseconds that it gains in each second. */
  #gained = 0;
  #since: Nanoseconds = 0;
  #elapsedThen: Nanoseconds = 0;

  /**
   * @param epoch the wall clock at the beginning of the run, nanoseconds since 1970
   * @param origin what the monotonic clock showed then: another on each machine
   */
  constructor(queue: EventQueue, epoch: bigint, origin: Nanoseconds) {
    this.#queue = queue;
    this.#epoch = epoch;
    this.#origin = origin;
  }

  monotonic(): Nanoseconds {
    return this.#origin + this.#elapsed();
  }

  realtime(): bigint {
    return this.#epoch + BigInt(this.#elapsed() + this.#offset);
  }

  /** True time from one tick to the next. */
  tickAfter(): Nanoseconds {
    if (this.#gained === 0) return tickInterval;
    return tickInterval - Math.floor((tickInterval * this.#gained) / (second + this.#gained));
  }

  shift(offset: Nanoseconds): void {
    this.#offset += offset;
  }

  drift(gained: number): void {
    this.#elapsedThen = this.#elapsed();
    this.#since = this.#queue.now;
    this.#gained += gained;
    assert(this.#gained > -second && this.#gained < second, 'a clock neither stops nor runs twice');
  }

  #elapsed(): Nanoseconds {
    const span = this.#queue.now - this.#since;
    if (this.#gained === 0) return this.#elapsedThen + span;
    const whole = Math.floor(span / second) * this.#gained;
    const rest = Math.floor(((span % second) * this.#gained) / second);
    return this.#elapsedThen + span + whole + rest;
  }
}
