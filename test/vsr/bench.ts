import { format } from '../../cluster/vsr/format.ts';
import { Replica, type ReplicaOptions } from '../../cluster/vsr/replica.ts';
import { commands } from '../../cluster/wire/header.ts';
import { Message } from '../../cluster/wire/message.ts';
import { Session } from '../../cluster/wire/session.ts';
import { assert } from '../../harness/assert.ts';
import type { Commit, Environment, Input, ReplicaState, Zone } from '../../harness/environment.ts';
import { sectorCeil, tickInterval } from '../../harness/environment.ts';
import type { ReplicaConfiguration } from '../../harness/plan.ts';
import { Random, type Ratio } from '../../harness/random.ts';
import { millisecond, type Nanoseconds, second } from '../../harness/time.ts';
import { BenchDisk } from './bench-disk.ts';
import { BenchStateMachine, echoOperation } from './bench-state-machine.ts';

export interface BenchOptions {
  readonly seed: string;
  readonly replicas: number;
  readonly clients?: number;
  readonly slots?: number;
  readonly clientsMax?: number;
  readonly create?: (options: ReplicaOptions) => Replica;
}

interface Event {
  readonly time: Nanoseconds;
  readonly sequence: number;
  readonly run: () => void;
}

interface Node {
  readonly disk: BenchDisk;
  replica: Replica | null;
  stateMachine: BenchStateMachine;
  /** Grows with every start, so that nothing from before a crash arrives after it. */
  life: number;
  readonly writes: Map<number, { zone: Zone; offset: number; data: Uint8Array }>;
  clockOffset: bigint;
  paused: boolean;
  readonly held: Input[];
}

interface BenchClient {
  readonly id: bigint;
  session: Session;
  sent: number;
  answered: number;
  wanted: number;
  evictions: number;
}

const cluster = 7n;

/** A cluster in a box: a heap of closures, a lossy network, disks that tear. Deterministic. */
export class Bench {
  readonly configuration: ReplicaConfiguration;
  readonly replicaCount: number;
  readonly nodes: Node[] = [];
  readonly clients: BenchClient[] = [];
  readonly random: Random;
  now: Nanoseconds = 0;
  loss: Ratio = [0, 1];
  duplication: Ratio = [0, 1];
  corruption: Ratio = [0, 1];
  latencyMean: Nanoseconds = millisecond;
  writeMean: Nanoseconds = millisecond;
  /** `a>b`: nothing passes from replica a to replica b. */
  readonly cuts = new Set<string>();
  /** What was committed at an op, by whoever executed it first. */
  readonly log = new Map<number, string>();
  readonly executedOnce = new Map<string, number>();
  /** The highest op that a client has an answer of. */
  acknowledged = 0;
  /** Messages of these commands between replicas are dropped. */
  readonly dropped = new Set<number>();
  /** The reasons of all evictions sent, and all replies sent. */
  readonly evictions: number[] = [];
  readonly replies: Uint8Array[] = [];
  /** What replicas did with checkpoints and damage: `2 sync`, `0 repair`. */
  readonly steps: string[] = [];
  onRequest: (message: Uint8Array) => void = noop;
  readonly #heap: Event[] = [];
  #sequence = 0;
  readonly #create: (options: ReplicaOptions) => Replica;

  constructor(options: BenchOptions) {
    this.random = Random.fromSeed(options.seed);
    this.replicaCount = options.replicas;
    this.#create = options.create ?? ((replica) => new Replica(replica));
    this.configuration = {
      messageSizeMax: 8192,
      journalSlotCount: options.slots ?? 512,
      pipelinePrepareQueueMax: 4,
      pipelineRequestQueueMax: 8,
      clientsMax: options.clientsMax ?? 8,
      clockSynchronizationWindowMin: 100 * millisecond,
      lsmCompactionOps: 4,
    };
    for (let replica = 0; replica < options.replicas; replica++) this.#addNode(replica);
    for (let client = 0; client < (options.clients ?? 2); client++) this.#addClient(client);
    for (let replica = 0; replica < options.replicas; replica++) this.start(replica);
  }

  #addNode(replica: number): void {
    const disk = new BenchDisk();
    const { configuration, replicaCount } = this;
    for (const write of format({ cluster, replica, replicaCount, configuration })) {
      disk.write(write.zone, write.offset, write.data);
    }
    this.nodes.push({
      disk,
      replica: null,
      stateMachine: new BenchStateMachine(),
      life: 0,
      writes: new Map(),
      clockOffset: 0n,
      paused: false,
      held: [],
    });
    const phase = this.random.below(tickInterval);
    this.#at(phase, () => this.#tickReplica(replica));
  }

  #addClient(index: number): void {
    const id = BigInt(1000 + index);
    const client: BenchClient = {
      id,
      session: this.#session(index, id),
      sent: 0,
      answered: 0,
      wanted: 0,
      evictions: 0,
    };
    this.clients.push(client);
    this.#at(this.random.below(tickInterval), () => this.#tickClient(index));
  }

  #session(index: number, id: bigint): Session {
    const send = (replica: number, message: Uint8Array): void => {
      this.onRequest(message);
      this.#deliver(() => this.node(replica), message);
    };
    return new Session({
      cluster,
      client: id,
      replicaCount: this.replicaCount,
      environment: {
        clock: { monotonic: () => this.now, realtime: () => this.#realtime(0n) },
        network: { sendToReplica: send, sendToClient: () => assert(false, 'a client') },
        random: this.random.fork(`client ${id}`),
      },
      listener: {
        onRegistered: () => this.#next(index),
        onReply: (reply) => this.#onReply(index, reply),
        onEvicted: () => this.#onEvicted(index),
      },
    });
  }

  #onReply(index: number, reply: Message): void {
    const client = this.clients[index] as BenchClient;
    client.answered++;
    const op = reply.u64(208);
    assert(this.log.has(op), 'an answer is to something that was executed');
    this.acknowledged = Math.max(this.acknowledged, op);
    this.#next(index);
  }

  #onEvicted(index: number): void {
    const client = this.clients[index] as BenchClient;
    client.evictions++;
    client.answered = client.sent;
    const id = client.id + 10_000n * BigInt(client.evictions);
    client.session = this.#session(index, id);
    this.#at(this.now + 100 * millisecond, () => client.session.register());
  }

  #next(index: number): void {
    const client = this.clients[index] as BenchClient;
    if (client.sent >= client.wanted) return;
    const body = new Uint8Array(8 * this.random.below(client.sent % 9 === 8 ? 600 : 4));
    if (body.length > 0) body[0] = this.random.below(20);
    client.sent++;
    client.session.request(echoOperation, body);
  }

  /** Each client sends `count` more requests, one after another. */
  request(count: number): void {
    for (const [index, client] of this.clients.entries()) {
      const idle = client.sent === client.wanted;
      client.wanted += count;
      if (client.sent === 0 && idle && client.wanted === count) client.session.register();
      else if (idle && !client.session.busy) this.#next(index);
    }
  }

  get answered(): boolean {
    return this.clients.every((client) => client.answered >= client.wanted);
  }

  node(replica: number): Node {
    return this.nodes[replica] as Node;
  }

  state(replica: number): ReplicaState | null {
    return this.node(replica).replica?.state() ?? null;
  }

  /** The replica that is the primary of the latest view that has started; −1 if there is none. */
  primary(): number {
    let primary = -1;
    let view = -1;
    for (let replica = 0; replica < this.replicaCount; replica++) {
      const state = this.state(replica);
      if (state === null || !state.primary || state.view <= view) continue;
      primary = replica;
      view = state.view;
    }
    return primary;
  }

  start(replica: number): void {
    const node = this.node(replica);
    assert(node.replica === null, 'what is up is not started');
    node.life++;
    node.stateMachine = new BenchStateMachine();
    node.replica = this.#create({
      cluster,
      replica,
      replicaCount: this.replicaCount,
      configuration: this.configuration,
      environment: this.#environment(replica, node.life),
      stateMachine: node.stateMachine,
      observer: {
        onCommit: (commit) => this.#onCommit(replica, commit),
        onStep: (step) => this.steps.push(`${replica} ${step.kind}`),
        onState: () => {},
      },
    });
    node.replica.open();
  }

  stop(replica: number, lost: Ratio = [1, 3], torn: Ratio = [1, 3]): void {
    const node = this.node(replica);
    node.replica = null;
    node.paused = false;
    node.held.length = 0;
    node.disk.crash([...node.writes.values()], lost, torn, this.random);
    node.writes.clear();
  }

  pause(replica: number): void {
    this.node(replica).paused = true;
  }

  resume(replica: number): void {
    const node = this.node(replica);
    node.paused = false;
    for (const input of node.held.splice(0)) node.replica?.on(input);
  }

  /** Turns over a bit of what is stored for an op. */
  corrupt(replica: number, zone: 'journal-headers' | 'journal-prepares', op: number): void {
    const size = zone === 'journal-headers' ? 256 : this.configuration.messageSizeMax;
    const slot = op % this.configuration.journalSlotCount;
    this.node(replica).disk.flip(zone, slot * size + this.random.below(256), this.random.below(8));
  }

  isolate(replica: number): void {
    for (let other = 0; other < this.replicaCount; other++) {
      if (other === replica) continue;
      this.cuts.add(`${replica}>${other}`);
      this.cuts.add(`${other}>${replica}`);
    }
  }

  #onCommit(replica: number, commit: Commit): void {
    let hash = 0;
    for (const byte of commit.reply) hash = (Math.imul(hash, 31) + byte) | 0;
    const { view, op, timestamp, operation, client, request } = commit;
    const entry = `${view} ${timestamp} ${operation} ${client} ${request} ${hash}`;
    const before = this.log.get(op);
    assert(
      before === undefined || before === entry,
      `replica ${replica} executed at ${op} ${entry}, another ${before}`,
    );
    if (before !== undefined) return;
    this.log.set(op, entry);
    if (client === 0n) return;
    const key = `${client} ${request}`;
    const executed = this.executedOnce.get(key);
    assert(executed === undefined || request === 0, `${key} executed at ${executed} and ${op}`);
    this.executedOnce.set(key, op);
  }

  #realtime(offset: bigint): bigint {
    return 1_700_000_000_000_000_000n + BigInt(this.now) + offset;
  }

  #environment(replica: number, life: number): Environment {
    const node = this.node(replica);
    const later = (input: () => Input, delay: Nanoseconds, before: () => void): void => {
      this.#at(this.now + delay, () => {
        if (node.life !== life || node.replica === null) return;
        before();
        this.#hand(node, input());
      });
    };
    return {
      clock: { monotonic: () => this.now, realtime: () => this.#realtime(node.clockOffset) },
      random: this.random.fork(`replica ${replica} ${life}`),
      network: {
        sendToReplica: (to, message) => this.#send(replica, to, message),
        sendToClient: (id, message) => this.#sendToClient(id, message),
      },
      storage: {
        read: (zone, offset, size, token) => {
          const delay = this.#latency(this.writeMean);
          later(
            () => ({ kind: 'read', token, data: node.disk.read(zone, offset, size) }),
            delay,
            noop,
          );
        },
        write: (zone, offset, written, token) => {
          const data = new Uint8Array(sectorCeil(written.length));
          data.set(written);
          node.writes.set(token, { zone, offset, data });
          later(
            () => ({ kind: 'written', token }),
            this.#latency(this.writeMean),
            () => {
              node.writes.delete(token);
              node.disk.write(zone, offset, data);
            },
          );
        },
      },
    };
  }

  #hand(node: Node, input: Input): void {
    if (node.paused) node.held.push(input);
    else node.replica?.on(input);
  }

  #latency(mean: Nanoseconds): Nanoseconds {
    return 100_000 + this.random.exponential(mean);
  }

  #send(from: number, to: number, message: Uint8Array): void {
    if (this.cuts.has(`${from}>${to}`)) return;
    if (this.dropped.has(new Message(message).command)) return;
    this.#deliver(() => this.node(to), message);
  }

  #deliver(to: () => Node, message: Uint8Array): void {
    if (this.random.chance(this.loss)) return;
    const copies = this.random.chance(this.duplication) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const bytes = this.#mangled(message);
      this.#at(this.now + this.#latency(this.latencyMean), () => {
        this.#hand(to(), { kind: 'message', message: bytes });
      });
    }
  }

  #mangled(message: Uint8Array): Uint8Array {
    if (!this.random.chance(this.corruption)) return message;
    const bytes = message.slice();
    const at = this.random.below(bytes.length);
    bytes[at] = (bytes[at] as number) ^ (1 << this.random.below(8));
    return this.random.below(3) === 0 ? bytes.subarray(0, this.random.below(bytes.length)) : bytes;
  }

  #sendToClient(id: bigint, message: Uint8Array): void {
    const { command, bytes } = new Message(message);
    if (command === commands.eviction) this.evictions.push(bytes[255] as number);
    if (command === commands.reply) this.replies.push(bytes);
    if (this.random.chance(this.loss)) return;
    this.#at(this.now + this.#latency(this.latencyMean), () => {
      for (const client of this.clients) {
        const current = client.id + 10_000n * BigInt(client.evictions);
        if (current === id) client.session.on({ kind: 'message', message });
      }
    });
  }

  #tickReplica(replica: number): void {
    this.#hand(this.node(replica), { kind: 'tick' });
    this.#at(this.now + tickInterval, () => this.#tickReplica(replica));
  }

  #tickClient(index: number): void {
    (this.clients[index] as BenchClient).session.on({ kind: 'tick' });
    this.#at(this.now + tickInterval, () => this.#tickClient(index));
  }

  /** Goes on for `span`, or until `done`; returns whether it was done. */
  run(span: Nanoseconds, done: () => boolean = () => false): boolean {
    const end = this.now + span;
    for (;;) {
      if (done()) return true;
      const event = this.#heap[0] as Event;
      if (event.time > end) break;
      this.#pop();
      this.now = event.time;
      event.run();
    }
    this.now = end;
    return done();
  }

  /** Lifts all faults, starts everyone, and waits until all have executed the same. */
  settle(span: Nanoseconds = 60 * second): boolean {
    this.heal();
    return this.run(span, () => this.answered && this.converged());
  }

  heal(): void {
    this.cuts.clear();
    this.dropped.clear();
    this.loss = [0, 1];
    this.duplication = [0, 1];
    this.corruption = [0, 1];
    this.latencyMean = millisecond;
    this.writeMean = millisecond;
    for (const [replica, node] of this.nodes.entries()) {
      if (node.replica === null) this.start(replica);
      if (node.paused) this.resume(replica);
    }
  }

  converged(): boolean {
    const states = this.nodes.map((_, replica) => this.state(replica));
    const first = states[0];
    if (first === null || first === undefined) return false;
    const same = states.every(
      (state) => state?.status === 'normal' && state.commitMin === first.commitMin,
    );
    if (!same || this.acknowledged > first.commitMin) return false;
    const digests = new Set(this.nodes.map((node) => node.replica?.digest()));
    assert(digests.size === 1, 'who has executed the same is in the same state');
    return true;
  }

  /** A line for a failed expectation. */
  describe(): string {
    const states = this.nodes.map((_, replica) => {
      const state = this.state(replica);
      if (state === null) return `${replica}: down`;
      const { status, view, commitMin, op } = state;
      return `${replica}: ${status} view ${view} commit ${commitMin} op ${op}`;
    });
    const answered = this.clients.map((client) => `${client.answered}/${client.wanted}`);
    return `${states.join('; ')}; answered ${answered.join(' ')}`;
  }

  #at(time: Nanoseconds, run: () => void): void {
    const event: Event = { time, sequence: this.#sequence++, run };
    const heap = this.#heap;
    heap.push(event);
    let at = heap.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!earlier(event, heap[parent] as Event)) break;
      heap[at] = heap[parent] as Event;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Event;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && earlier(right, heap[child] as Event)) child++;
      if (!earlier(heap[child] as Event, last)) break;
      heap[at] = heap[child] as Event;
      at = child;
    }
    heap[at] = last;
  }
}

function noop(): void {}

function earlier(a: Event, b: Event): boolean {
  return a.time < b.time || (a.time === b.time && a.sequence < b.sequence);
}
