import { assert } from '../../harness/assert.ts';
import type { Cluster, ReplicaView, Submission } from '../../harness/cluster.ts';
import type { Fault, FaultKind } from '../../harness/fault.ts';
import { faultKinds } from '../../harness/fault-kinds.ts';
import type { Nanoseconds } from '../../harness/time.ts';
import { eventKinds } from './event-queue.ts';
import { World } from './world.ts';
import type { WorldOptions } from './world-options.ts';

/** So often `drive` lets the process breathe. */
const eventsPerBreath = 4096;

/** The levers of the simulated world, and the loop that makes its time pass. */
export class SimulatedCluster implements Cluster {
  readonly kind = 'simulated';
  readonly suffers: ReadonlySet<FaultKind> = new Set(faultKinds);
  readonly #options: WorldOptions;
  readonly #world: World;
  #untilBreath = eventsPerBreath;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#world = new World(options);
  }

  now(): Nanoseconds {
    return this.#world.queue.now;
  }

  alarm(at: Nanoseconds, token: number): void {
    const { queue } = this.#world;
    queue.push(Math.max(at, queue.now), eventKinds.alarm, 0, token, null);
  }

  submit(client: number, submission: Submission): void {
    const target = this.#world.clients[client];
    assert(target !== undefined, 'a request belongs to a client of the plan');
    target.submit(submission);
  }

  inject(fault: Fault, position: number): void {
    // The history says first that a fault struck, and then what came of it.
    this.#world.board.inject(fault, position, (target) => {
      const time = this.now();
      this.#options.recorder.append({ time, kind: 'fault', fault: position, target });
    });
  }

  lift(position: number): void {
    const target = this.#world.board.settle(position);
    if (target === null) return;
    const time = this.now();
    this.#options.recorder.append({ time, kind: 'fault-end', fault: position, target });
    this.#world.board.lift(position);
  }

  heal(): void {
    for (const position of this.#world.board.active()) this.lift(position);
    this.#world.links.clear();
    this.#world.bringBack();
  }

  replicas(): readonly ReplicaView[] {
    return this.#world.replicas();
  }

  async drive(done: () => boolean): Promise<void> {
    const world = this.#world;
    const { queue, witness } = world;
    while (!done()) {
      if (!queue.next()) return;
      world.dispatch();
      if (witness.panicked) {
        witness.panicked = false;
        // A replica that stops where it need not recover leaves the rest to be watched.
        if (this.#options.plan.expect !== 'do-not-lie') return;
      }
      if (--this.#untilBreath > 0) continue;
      this.#untilBreath = eventsPerBreath;
      await this.#options.breathe();
    }
  }

  recordDigests(): void {
    const { machines } = this.#world;
    for (const machine of machines) {
      const digest = machine.digest();
      const op = machine.state()?.commitMin;
      if (digest === null || op === undefined) continue;
      const replica = machine.index;
      this.#options.recorder.append({ time: this.now(), kind: 'digest', replica, op, digest });
    }
  }

  async close(): Promise<void> {
    this.#world.queue.clear();
  }
}
