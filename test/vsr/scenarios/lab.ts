import { expect } from 'vitest';
import { World } from '../../../cluster/simulated/world.ts';
import type { Core } from '../../../cluster/vsr/core.ts';
import { format } from '../../../cluster/vsr/format.ts';
import type { State } from '../../../cluster/vsr/state.ts';
import { type CommandName, commands, common } from '../../../cluster/wire/header.ts';
import { Message } from '../../../cluster/wire/message.ts';
import { assert } from '../../../harness/assert.ts';
import type { Conductor } from '../../../harness/cluster.ts';
import type { ReplicaState, Zone } from '../../../harness/environment.ts';
import type { HistoryEvent } from '../../../harness/history.ts';
import type { ClusterShape, Plan } from '../../../harness/plan.ts';
import { Random, type Ratio } from '../../../harness/random.ts';
import { microsecond, millisecond, type Nanoseconds, second } from '../../../harness/time.ts';
import { planOf } from '../../simulated/plans.ts';
import { BenchStateMachine, echoOperation } from '../bench-state-machine.ts';
import { LabReplica } from './lab-replica.ts';

/**
 * The notation of directed scenarios: a cluster of simulated machines without weather, and verbs.
 *
 *     const lab = new Lab({ replicas: 3 });
 *     const [a, b, c] = lab.ring();                  // the primary, then who would follow it
 *     lab.request(2);                                // ops 2 and 3; op 1 opened the session
 *     lab.stop(b);
 *     lab.corrupt(b, 'journal-prepares', 3);
 *     lab.open(b);
 *     lab.expect(b, { status: 'recovering-head', op: 2 });
 *     lab.run();                                     // 40 virtual seconds
 *     lab.expect(lab.all, { status: 'normal', commitMin: 3 });
 *
 * Whatever happens, an op is the same at every replica that executes it, and a replica that stops
 * by itself ends the scenario. `cut` and `pass` take commands; without any they mean all of them.
 */
export class Lab implements Conductor {
  readonly world: World;
  /** The replicas that have a vote; and those that only replicate. */
  readonly all: readonly number[];
  readonly standbys: readonly number[];
  /** Answers so far, and the reasons for which clients lost their sessions. */
  answered = 0;
  readonly evictions: number[] = [];
  /** What replicas did with checkpoints, and what they repaired: `2 sync`, `0 repair grid`. */
  readonly steps: string[] = [];
  /** Messages that went out since the scenario began, by command; those a cut swallowed, too. */
  readonly sent = new Map<CommandName, number>();
  /** How often each rare branch was taken, by its mark. */
  readonly marks = new Map<string, number>();
  readonly #cores: (Core | undefined)[] = [];
  readonly #cuts: Cut[] = [];
  readonly #recordings: Recording[] = [];
  readonly #log = new Map<number, string>();
  readonly #idle: number[] = [];
  readonly #shifts = new Map<number, Nanoseconds>();
  readonly #plan: Plan;
  #panic: string | null = null;
  #asked = 0;
  #submitted = 0;

  constructor(options: LabOptions) {
    const {
      replicas,
      standbys = 0,
      clients = 1,
      cluster = {},
      seed = 'lab',
      wait = true,
    } = options;
    this.all = Array.from({ length: replicas }, (_, replica) => replica);
    this.standbys = Array.from({ length: standbys }, (_, standby) => replicas + standby);
    for (let client = 0; client < clients; client++) this.#idle.push(client);
    this.#plan = planOf({ seed, replicas, clients, cluster: { ...shape, ...cluster, standbys } });
    this.world = new World({
      plan: this.#plan,
      conductor: this,
      recorder: { append: (event) => this.#observe(event), appendBytes: () => 0 },
      breathe: async () => {},
      tracer: { onReached: (_, __, mark) => this.#count(mark) },
      stateMachine: () => new BenchStateMachine(),
      createReplica: (replica) => new LabReplica(replica, this.#cores),
      format,
    });
    this.world.links.censor = (sender, receiver, message) =>
      this.#censors(sender, receiver, message);
    // Until the first view has begun, and its primary knows what time it is.
    if (wait) this.run(5 * second);
  }

  // Who.

  /** The clients, as ends of cuts. */
  get clients(): [number, ...number[]] {
    const { clients, machines } = this.world;
    return clients.map((_, client) => machines.length + client) as [number, ...number[]];
  }

  get primary(): number {
    const primaries = this.all.filter((replica) => this.state(replica)?.primary === true);
    const views = primaries.map((replica) => this.state(replica)?.view ?? 0);
    const primary = primaries[views.indexOf(Math.max(...views))];
    assert(primary !== undefined, 'there is a primary to speak of');
    return primary;
  }

  /** The primary, and the others in the order in which views would make them primary. */
  ring(): [number, number, number, number, number, number] {
    const { primary, all } = this;
    const ring = all.map((distance) => (primary + distance) % all.length);
    return ring as [number, number, number, number, number, number];
  }

  others(...who: readonly number[]): number[] {
    return this.all.filter((replica) => !who.includes(replica));
  }

  /** What a replica says of itself; null while it is down. */
  state(replica: number): ReplicaState | null {
    return this.world.machines[replica]?.state() ?? null;
  }

  /** All that a replica knows: for what cannot be seen from outside. */
  inside(replica: number): State {
    return this.#core(replica).state;
  }

  /** The time of the cluster as a replica has it; null where its clock agrees with no quorum. */
  clockOf(replica: number): bigint | null {
    return this.#core(replica).parts.clock.synchronized();
  }

  /** What a clock that is right shows. */
  get trueTime(): bigint {
    return BigInt(this.#plan.cluster.epoch) + BigInt(this.world.queue.now);
  }

  #core(replica: number): Core {
    const core = this.#cores[replica];
    assert(core !== undefined, 'a replica was started');
    return core;
  }

  /** Whether all that are there have executed the same, and nothing else is under way. */
  converged(): boolean {
    const states = [...this.all, ...this.standbys].map((node) => this.state(node));
    const op = states[0]?.op;
    return states.every((state) => {
      return state?.status === 'normal' && state.op === op && state.commitMin === op;
    });
  }

  get asked(): number {
    return this.#asked;
  }

  // Verbs.

  /** Clients together send so many more requests, one after the other, and wait for all answers. */
  request(count: number): void {
    this.ask(count);
    const wanted = this.#asked;
    expect(
      this.until(() => this.answered >= wanted),
      this.describe(),
    ).toBe(true);
    // So that backups hear what is committed.
    this.run(2 * second);
  }

  /** The same without waiting. */
  ask(count: number): void {
    this.#asked += count;
    this.#submit();
  }

  /** Ends processes; what they had asked of their disks is still done. */
  stop(who: Who): void {
    this.#crash(who, [0, 1]);
  }

  /** Ends processes, and what was not yet durable is lost. */
  crash(who: Who): void {
    this.#crash(who, [1, 1]);
  }

  #crash(who: Who, lost: Ratio): void {
    for (const replica of list(who)) {
      this.world.machines[replica]?.crash(lost, [0, 1], Random.fromSeed('crash'));
    }
  }

  /** Starts a replica, and lets it read its data file. */
  open(who: Who): void {
    for (const replica of list(who)) this.world.restart(replica);
    const opened = (): boolean =>
      list(who).every((replica) => {
        const state = this.state(replica);
        return state === null || state.status !== 'recovering' || this.all.length === 1;
      });
    expect(this.until(opened, second), 'a replica reads its data file in time').toBe(true);
  }

  /** Loses the data file of a replica that is down, and starts to recover its place. */
  reformat(who: Who): void {
    for (const replica of list(who)) {
      this.world.machines[replica]?.reformat();
      this.world.restart(replica);
    }
  }

  /** Installs a release on machines, whether a replica runs there or not. */
  upgrade(who: Who, release: number): void {
    for (const replica of list(who)) this.world.machines[replica]?.upgrade(release);
  }

  pause(who: Who): void {
    for (const replica of list(who)) this.world.machines[replica]?.pause();
  }

  resume(who: Who): void {
    for (const replica of list(who)) this.world.machines[replica]?.resume();
  }

  /** Turns over a bit at rest: of an op's slot, a reply's, or of a copy of the superblock. */
  corrupt(who: Who, zone: Zone, op: number): void {
    for (const replica of list(who)) {
      const { storage } = this.world.machines[replica] as World['machines'][number];
      const slots = this.#plan.cluster.configuration.journalSlotCount;
      storage.flip(zone, zone.startsWith('journal') ? op % slots : op, 8 * 40);
    }
  }

  /** Turns over a bit in the blocks at these addresses of the grid. */
  corruptBlocks(who: Who, addresses: Iterable<number>): void {
    for (const address of addresses) this.corrupt(who, 'grid', address - 1);
  }

  /** Loses an op's slot in both rings. */
  lose(who: Who, op: number): void {
    this.corrupt(who, 'journal-headers', op);
    this.corrupt(who, 'journal-prepares', op);
  }

  /** Nothing (or none of these commands) gets from one side to the other any more. */
  cut(from: End, to: End, ...only: readonly CommandName[]): void {
    this.#rule(from, to, only, true);
  }

  cutBoth(a: End, b: End, ...only: readonly CommandName[]): void {
    this.cut(a, b, ...only);
    this.cut(b, a, ...only);
  }

  /** Takes back what `cut` did, for these links and commands. The later word counts. */
  pass(from: End, to: End, ...only: readonly CommandName[]): void {
    this.#rule(from, to, only, false);
  }

  passBoth(a: End, b: End, ...only: readonly CommandName[]): void {
    this.pass(a, b, ...only);
    this.pass(b, a, ...only);
  }

  /** Messages that `lost` says true to are lost on the way from one side to the other. */
  cutWhere(from: End, to: End, lost: (message: Message) => boolean): void {
    this.#cuts.push({ from: this.#nodes(from), to: this.#nodes(to), lost });
  }

  /** Ends all cuts. */
  heal(): void {
    this.#cuts.length = 0;
  }

  /** Ends all that was done to the cluster, and brings everyone back. */
  healAll(): void {
    this.heal();
    for (const [replica, offset] of this.#shifts) this.shift(replica, -offset);
    this.world.bringBack();
  }

  /** Remembers what is sent from now on; `replay` of the result sends it all once more. */
  record(from: End, to: End, ...only: readonly CommandName[]): Recording {
    const recording: Recording = {
      cut: { from: this.#nodes(from), to: this.#nodes(to), lost: among(only) },
      messages: [],
    };
    this.#recordings.push(recording);
    return recording;
  }

  replay(recording: Recording): void {
    this.#recordings.splice(this.#recordings.indexOf(recording), 1);
    for (const { sender, receiver, message } of recording.messages) {
      this.world.links.send(sender, receiver, message);
    }
  }

  /** What was recorded, to be read. */
  messageOf(recorded: Recorded | undefined): Message {
    assert(recorded !== undefined, 'something was recorded');
    return new Message(recorded.message, this.#core(this.primary).template.checksum);
  }

  /** Hands a message to a node as if it had come from the network. */
  deliver(receiver: number, message: Message): void {
    this.world.machines[receiver]?.onMessage(message.bytes);
  }

  /** A client's message, to be filled in: what clients that keep to the rules never send. */
  fromClient(command: 'request' | 'ping_client', bodySize: number): Message {
    const { template } = this.#core(this.primary);
    return Message.create(command, template.u128(common.cluster), bodySize, template.checksum);
  }

  /** A wall clock jumps. */
  shift(who: Who, offset: Nanoseconds): void {
    for (const replica of list(who)) {
      this.world.machines[replica]?.clock.shift(offset);
      this.#shifts.set(replica, (this.#shifts.get(replica) ?? 0) + offset);
    }
  }

  run(span: Nanoseconds = 40 * second): void {
    this.until(() => false, span);
  }

  /** Goes on until something is so; false where it is not within `span`. */
  until(done: () => boolean, span: Nanoseconds = 60 * second): boolean {
    const { queue } = this.world;
    const end = queue.now + span;
    while (!done() && queue.now < end) {
      // Where nobody is up, and nobody waits for anything, nothing will ever happen.
      if (!queue.next()) return done();
      this.world.dispatch();
      if (this.#panic !== null) throw new Error(this.#panic);
    }
    return done();
  }

  /** Holds what a replica says of itself against what is expected of it. */
  expect(who: Who, expected: Partial<ReplicaState>): void {
    for (const replica of list(who)) {
      expect(this.state(replica), `replica ${replica} of\n${this.describe()}`).toMatchObject(
        expected,
      );
    }
  }

  describe(): string {
    const lines = [...this.all, ...this.standbys].map(
      (replica) => `${replica}: ${JSON.stringify(this.state(replica))}`,
    );
    return [...lines, `${this.answered} of ${this.#asked} answered`].join('\n');
  }

  // What the world calls back.

  onAlarm(): void {}

  onReply(client: number): void {
    this.answered++;
    this.#idle.push(client);
    this.#submit();
  }

  /** What it asked for is asked for again, in another session. */
  onEvicted(client: number): void {
    this.#submitted--;
    this.#idle.push(client);
    this.#submit();
  }

  #submit(): void {
    while (this.#submitted < this.#asked) {
      const client = this.#idle.shift();
      if (client === undefined) return;
      const index = this.#submitted++;
      const submission = { stage: 0, index, operation: echoOperation, body: new Uint8Array(8) };
      this.world.clients[client]?.submit({ ...submission, due: this.world.queue.now });
    }
  }

  #observeStep(event: HistoryEvent): void {
    if (event.kind === 'repair') this.steps.push(`${event.replica} repair ${event.zone}`);
    const steps: readonly string[] = ['checkpoint', 'sync', 'restore'];
    if (!('op' in event && 'replica' in event) || !steps.includes(event.kind)) return;
    this.steps.push(`${event.replica} ${event.kind} ${event.op}`);
  }

  #observe(event: HistoryEvent): number {
    if (event.kind === 'panic') this.#panic = `replica ${event.replica}: ${event.message}`;
    if (event.kind === 'evicted') this.evictions.push(event.reason);
    this.#observeStep(event);
    if (event.kind !== 'commit') return 0;
    const { op, timestamp, operation, session, request, reply } = event;
    const commit = `${timestamp} ${operation} ${session} ${request} ${reply}`;
    const before = this.#log.get(op) ?? commit;
    expect(commit, `op ${op} is the same at replica ${event.replica}`).toBe(before);
    this.#log.set(op, commit);
    return 0;
  }

  #count(mark: string): void {
    this.marks.set(mark, (this.marks.get(mark) ?? 0) + 1);
  }

  #rule(from: End, to: End, only: readonly CommandName[], lost: boolean): void {
    const concerns = among(only);
    const rule = { from: this.#nodes(from), to: this.#nodes(to) };
    this.#cuts.push({ ...rule, lost: (message) => (concerns(message) ? lost : null) });
  }

  #nodes(end: End): readonly number[] {
    const ends = typeof end === 'object' ? end : [end];
    return ends.flatMap((node) => (node === 'clients' ? this.clients : [node]));
  }

  #censors(sender: number, receiver: number, bytes: Uint8Array): boolean {
    const message = new Message(bytes);
    const name = names.get(message.command);
    if (name !== undefined) this.sent.set(name, (this.sent.get(name) ?? 0) + 1);
    for (const { cut, messages } of this.#recordings) {
      if (!cut.from.includes(sender) || !cut.to.includes(receiver)) continue;
      if (cut.lost(message) === true) messages.push({ sender, receiver, message: bytes });
    }
    let lost = false;
    for (const cut of this.#cuts) {
      if (!cut.from.includes(sender) || !cut.to.includes(receiver)) continue;
      lost = cut.lost(message) ?? lost;
    }
    return lost;
  }
}

interface LabOptions {
  readonly replicas: number;
  readonly standbys?: number;
  readonly clients?: number;
  readonly cluster?: Partial<ClusterShape>;
  readonly seed?: string;
  /** False: the scenario begins when the replicas start. */
  readonly wait?: boolean;
}

type Who = number | readonly number[];
type End = Who | 'clients' | readonly (number | 'clients')[];

interface Cut {
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Null: the message does not concern it. */
  readonly lost: (message: Message) => boolean | null;
}

interface Recording {
  readonly cut: Cut;
  readonly messages: Recorded[];
}

interface Recorded {
  readonly sender: number;
  readonly receiver: number;
  readonly message: Uint8Array;
}

const names: ReadonlyMap<number, CommandName> = new Map(
  (Object.keys(commands) as CommandName[]).map((name) => [commands[name], name]),
);

function among(only: readonly CommandName[]): (message: Message) => boolean {
  const numbers = new Set<number>(only.map((name) => commands[name]));
  return ({ command }) => numbers.size === 0 || numbers.has(command);
}

function list(who: Who): readonly number[] {
  return typeof who === 'number' ? [who] : who;
}

/** No weather: what goes wrong is what the scenario does. */
const shape: Partial<ClusterShape> = {
  network: { latencyMin: 200 * microsecond, latencyMean: 0, loss: [0, 1], duplication: [0, 1] },
  configuration: {
    messageSizeMax: 8192,
    journalSlotCount: 1024,
    pipelinePrepareQueueMax: 4,
    pipelineRequestQueueMax: 8,
    clientsMax: 4,
    clockSynchronizationWindowMin: 200 * millisecond,
  },
};
