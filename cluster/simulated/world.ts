import { checksum as aegis, type Checksum } from '../../harness/checksum.ts';
import type { ReplicaView } from '../../harness/cluster.ts';
import { type Input, type Network, tickInterval } from '../../harness/environment.ts';
import { fastChecksum } from '../../harness/fast-checksum.ts';
import { nodeCount } from '../../harness/plan.ts';
import { Random } from '../../harness/random.ts';
import { second } from '../../harness/time.ts';
import { Reformat } from '../vsr/reformat.ts';
import { EventQueue, eventKinds } from './event-queue.ts';
import { FaultBoard } from './fault-board.ts';
import { Links } from './links.ts';
import { MachineClock } from './machine-clock.ts';
import { Promises } from './promises.ts';
import { Sessions } from './sessions.ts';
import { SimulatedClient } from './simulated-client.ts';
import { SimulatedMachine } from './simulated-machine.ts';
import { type DiskOperation, SimulatedStorage } from './simulated-storage.ts';
import { Witness } from './witness.ts';
import type { WorldOptions } from './world-options.ts';

/** Of a machine that was switched on before the run: the most that its monotonic clock shows. */
const uptimeMax = 1_000_000 * second;

/** All parts of a simulated cluster, wired together, with its replicas started. */
export class World {
  readonly queue = new EventQueue();
  readonly links: Links;
  readonly sessions: Sessions;
  readonly witness: Witness;
  readonly #promises: Promises;
  readonly machines: readonly SimulatedMachine[];
  readonly clients: readonly SimulatedClient[];
  readonly board: FaultBoard;
  readonly #cluster: bigint;
  readonly #checksum: Checksum;
  readonly #options: WorldOptions;
  readonly #random: Random;
  readonly #ticks: Random;
  /** The machines that recover a lost replica, by the clients as which they do it. */
  readonly #recovering = new Map<bigint, number>();

  constructor(options: WorldOptions) {
    const { cluster, workload, seed } = options.plan;
    const random = Random.fromSeed(seed).fork('simulated');
    const nodes = nodeCount(cluster) + workload.clients;
    this.#options = options;
    this.#random = random;
    this.#ticks = random.fork('ticks');
    this.#cluster = 1n + BigInt(random.fork('cluster').uint32());
    this.#checksum = cluster.checksum === undefined ? fastChecksum : aegis;
    this.links = new Links(
      this.queue,
      nodes,
      cluster.network,
      random.fork('network'),
      options.tracer,
    );
    this.sessions = new Sessions(random.fork('sessions'));
    this.witness = new Witness(this.queue, options.recorder, this.sessions, options.tracer);
    this.#promises = new Promises((replica, promise) =>
      this.witness.onBrokenPromise(replica, promise),
    );
    this.machines = indexes(nodeCount(cluster)).map((replica) => this.#createMachine(replica));
    this.clients = this.#createClients();
    this.board = new FaultBoard({
      queue: this.queue,
      replicaCount: cluster.replicas,
      links: this.links,
      machines: this.machines,
      random: random.fork('faults'),
      nodes: () => ({ replicas: this.replicas(), clients: workload.clients }),
      restart: (replica) => this.restart(replica),
    });
    options.tracer?.onOpen?.((replica) => this.machines[replica]?.vitals() ?? null);
    for (const { index } of this.machines) this.restart(index);
  }

  restart(replica: number): void {
    this.machines[replica]?.start(this.#ticks.below(tickInterval));
  }

  /** What operators do in the end: all are mended, have what any of them has installed, and run. */
  bringBack(): void {
    const releases = new Set(this.machines.flatMap((machine) => machine.releases));
    for (const machine of this.machines) {
      machine.resume();
      machine.mend();
      for (const release of releases) machine.upgrade(release);
      if (!machine.up) this.restart(machine.index);
    }
  }

  /** Lets happen what the queue has just handed out. */
  dispatch(): void {
    const { queue, links, clients, machines } = this;
    const { target, token, payload } = queue;
    switch (queue.kind) {
      case eventKinds.replicaTick:
        return machines[target]?.onTick(token);
      case eventKinds.clientTick:
        return clients[target]?.onTick(token);
      case eventKinds.deliver:
        if (!links.arrive(token, payload as Uint8Array)) return;
        if (target < machines.length) return machines[target]?.onMessage(payload as Uint8Array);
        return clients[target - machines.length]?.onMessage(payload as Uint8Array);
      case eventKinds.disk:
        return machines[target]?.onDisk(payload as DiskOperation);
      case eventKinds.input:
        return machines[target]?.onInput(payload as Input, token);
      case eventKinds.alarm:
        return this.#options.conductor.onAlarm(token);
      case eventKinds.beat:
        return this.board.onBeat(token);
    }
  }

  replicas(): readonly ReplicaView[] {
    return this.machines.map((machine) => ({
      replica: machine.index,
      up: machine.up,
      paused: machine.paused,
      standby: machine.index >= this.#options.plan.cluster.replicas,
      state: machine.state(),
    }));
  }

  #createMachine(index: number): SimulatedMachine {
    const { plan, stateMachine, createReplica, format } = this.#options;
    const {
      replicas: replicaCount,
      standbys = 0,
      configuration,
      storage: weather,
      epoch,
    } = plan.cluster;
    const queue = this.queue;
    const origin = this.#random.fork('uptime').at(index).below(uptimeMax);
    const identity = {
      cluster: this.#cluster,
      replica: index,
      replicaCount,
      standbyCount: standbys,
      configuration,
      checksum: this.#checksum,
    };
    const random = this.#random.fork('storage').at(index);
    const storage = new SimulatedStorage({
      queue,
      replica: index,
      configuration,
      weather,
      random,
      tracer: this.#options.tracer,
    });
    storage.format(format(identity));
    return new SimulatedMachine({
      index,
      queue,
      clock: new MachineClock(queue, BigInt(epoch), origin),
      storage,
      network: this.#networkOf(index),
      random: this.#random.fork('replica').at(index),
      watcher: this.witness,
      create: (environment, observer, software) =>
        this.#promises.watch(createReplica, {
          ...identity,
          ...software,
          environment,
          observer,
          stateMachine: stateMachine(),
        }),
      recover: (environment, observer, done) =>
        new Reformat({
          ...identity,
          environment,
          observer,
          onClient: (client) => this.#recovering.set(client, index),
          onDone: (view) => {
            this.#promises.recover(index, view);
            done(format({ ...identity, view }));
          },
        }),
    });
  }

  #createClients(): SimulatedClient[] {
    const { plan, conductor, recorder } = this.#options;
    const parts = {
      queue: this.queue,
      clock: new MachineClock(this.queue, BigInt(plan.cluster.epoch), 0),
      cluster: this.#cluster,
      checksum: this.#checksum,
      replicaCount: plan.cluster.replicas,
      conductor,
      recorder,
      sessions: this.sessions,
      random: this.#random.fork('clients'),
    };
    return indexes(plan.workload.clients).map(
      (client) =>
        new SimulatedClient(parts, client, this.#networkOf(nodeCount(plan.cluster) + client)),
    );
  }

  #networkOf(node: number): Network {
    const { links, sessions } = this;
    const nodes = nodeCount(this.#options.plan.cluster);
    return {
      sendToReplica: (replica, message) => links.send(node, replica, message),
      sendToClient: (id, message) => {
        const client = sessions.clientOf(id);
        const receiver = client === null ? this.#recovering.get(id) : nodes + client;
        if (receiver !== undefined) links.send(node, receiver, message);
      },
    };
  }
}

function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
