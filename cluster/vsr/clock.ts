import { assert } from '../../harness/assert.ts';
import { millisecond, type Nanoseconds, second } from '../../harness/time.ts';
import { Part } from './core.ts';
import { type Agreement, type Estimate, smallestInterval } from './marzullo.ts';

/** TigerBeetle's (facts 5); the shortest window is configuration. */
const windowMinDefault = 2 * second;
/** A window has to be long enough for several pings. */
const windowMaxLeast = 4 * second;
const toleranceMax = 10 * second;

/** A delay that differs less from the usual one says nothing about which way was slow. */
const asymmetryMargin = 10 * millisecond;

/** What was learned of a peer's wall clock: how far it is ahead, and half of the round trip. */
interface Sample {
  readonly offset: Nanoseconds;
  readonly delay: Nanoseconds;
}

/** A span of time over which clocks were compared. */
interface Epoch {
  /** The best sample of each replica; one's own is never off. */
  readonly samples: (Sample | null)[];
  /** The two clocks when it began: what the wall clock does later, disturbs nothing. */
  readonly monotonic: Nanoseconds;
  readonly realtime: bigint;
  /** How far the cluster's time is ahead of this wall clock, at least and at most. */
  synchronized: Agreement | null;
  /** Whether something was learned since agreement was last tried. */
  learned: boolean;
}

export interface ClockState {
  /** Null as long as it has never agreed, or not for too long. */
  epoch: Epoch | null;
  /** The next epoch, which collects samples. */
  window: Epoch | null;
}

/**
 * The time of the cluster: the wall clock of this machine, held within the bounds that a quorum of
 * replicas agrees upon. One clock that is wrong then misleads nobody, not even its own replica.
 */
export class Clock extends Part {
  /** After the data file was read: from now on pings are sent. */
  open(): void {
    const { clock } = this.state;
    assert(clock.window === null, 'a clock is opened once');
    // Nobody asks a standby for the time, and its clock counts for nothing.
    if (this.standby) return;
    clock.window = this.#begin();
  }

  /** How long clocks are compared at least, before they can agree. */
  get windowMin(): Nanoseconds {
    return this.configuration.clockSynchronizationWindowMin ?? windowMinDefault;
  }

  /** An agreement is good for three times as long as it may take to find: 20 s and 60 s. */
  get windowMax(): Nanoseconds {
    return Math.max(windowMaxLeast, 10 * this.windowMin);
  }

  #begin(): Epoch {
    const { clock } = this.environment;
    const samples: (Sample | null)[] = Array.from({ length: this.replicaCount }, () => null);
    samples[this.replica] = { offset: 0, delay: 0 };
    return {
      samples,
      monotonic: clock.monotonic(),
      realtime: clock.realtime(),
      synchronized: null,
      learned: false,
    };
  }

  /**
   * Wall-clock time as a quorum of replicas agrees upon, in nanoseconds since 1970; null where they
   * don't, or where too few of them were heard of.
   */
  synchronized(): bigint | null {
    const { clock } = this.environment;
    const now = clock.realtime();
    if (this.solo) return now;
    const { epoch } = this.state.clock;
    if (epoch === null || epoch.synchronized === null) return null;
    const elapsed = clock.monotonic() - epoch.monotonic;
    const lower = epoch.realtime + BigInt(elapsed + epoch.synchronized.lower);
    if (now < lower) return lower;
    const upper = epoch.realtime + BigInt(elapsed + epoch.synchronized.upper);
    return now > upper ? upper : now;
  }

  /**
   * A peer has answered a ping.
   * @param sent by the monotonic clock here
   * @param peer what the peer's wall clock showed when it answered
   */
  learn(replica: number, sent: Nanoseconds, peer: bigint): void {
    const { window } = this.state.clock;
    const now = this.environment.clock.monotonic();
    if (window === null || this.solo || replica >= this.replicaCount) return;
    if (sent > now || sent < window.monotonic) return;
    const elapsed = now - window.monotonic;
    if (elapsed > this.windowMax) return;
    const delay = Math.floor((now - sent) / 2);
    const offset = Number(peer - window.realtime) + delay - elapsed;
    const sample = { offset: offset + this.#asymmetry(replica, delay, offset), delay };
    const known = window.samples[replica] ?? null;
    // The shorter the way, the less is unknown.
    if (known === null || delay < known.delay) window.samples[replica] = sample;
    window.learned = true;
  }

  /** A single way that was slow shifts the offset by as much, in a direction that shows which. */
  #asymmetry(replica: number, delay: Nanoseconds, offset: Nanoseconds): Nanoseconds {
    const usual = this.state.clock.epoch?.samples[replica] ?? null;
    if (usual === null || delay <= usual.delay) return 0;
    if (offset > usual.offset + asymmetryMargin) return usual.delay - delay;
    if (offset < usual.offset - asymmetryMargin) return delay - usual.delay;
    return 0;
  }

  tick(): void {
    const { clock } = this.state;
    const { window, epoch } = clock;
    if (window === null || this.solo) return;
    const now = this.environment.clock.monotonic();
    this.#synchronize(window, now - window.monotonic);
    // Clocks drift: what was agreed upon then, says less and less about now.
    if (epoch !== null && now - epoch.monotonic >= 3 * this.windowMax && clock.epoch === epoch) {
      this.reached('clock.expired');
      clock.epoch = null;
    }
  }

  #synchronize(window: Epoch, elapsed: Nanoseconds): void {
    const { clock } = this.state;
    assert(window.synchronized === null, 'a window ends when it has agreed');
    if (elapsed < this.windowMin) return;
    if (elapsed >= this.windowMax) {
      this.reached('clock.disagreement');
      clock.window = this.#begin();
      return;
    }
    if (!window.learned) return;
    window.learned = false;
    window.synchronized = this.agreement(window.samples.filter((sample) => sample !== null));
    if (window.synchronized === null) return;
    clock.epoch = window;
    clock.window = this.#begin();
    if (this.synchronized() !== this.environment.clock.realtime()) this.reached('clock.corrected');
  }

  /** The closest agreement that a quorum has: the tolerance is halved as long as one is left. */
  protected agreement(samples: readonly Sample[]): Agreement | null {
    const { replication: quorum } = this.parts.quorums;
    let closest: Agreement | null = null;
    for (let tolerance = toleranceMax; ; tolerance = Math.floor(tolerance / 2)) {
      const estimates = samples.map(
        ({ offset, delay }): Estimate => ({ offset, error: delay + tolerance }),
      );
      const agreement = smallestInterval(estimates);
      if (agreement.sources < quorum) return closest;
      closest = agreement;
      if (tolerance === 0) return closest;
    }
  }
}
