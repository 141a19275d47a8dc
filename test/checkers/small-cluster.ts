import type { Evidence } from '../../harness/checkers/checker.ts';
import type { StateMachine } from '../../harness/environment.ts';
import { fastChecksumHex } from '../../harness/fast-checksum.ts';
import { HistoryRecorder } from '../../harness/history/recorder.ts';
import { Ledger } from '../../harness/ledger/ledger.ts';
import { operations } from '../../harness/ledger/operations.ts';
import type { Plan, Stage } from '../../harness/plan.ts';
import { Random } from '../../harness/random.ts';
import type { Workload } from '../../harness/workload.ts';
import { accountCount, SmallWorkload } from './small-workload.ts';

export const messageBodySizeMax = 4096 - 256;
const epoch = 1_700_000_000_000_000_000n;

export interface SmallOptions {
  readonly seed: string;
  /** Requests of the stage `load`. */
  readonly requests?: number;
  /** What a replica executes on; another one for each start. */
  readonly stateMachine?: (replica: number) => StateMachine;
}

function openLedger(): Ledger {
  return new Ledger({ messageBodySizeMax });
}

/** Everything that happens is right here: a history that every checker must pass. */
export function smallRun(options: SmallOptions): Evidence {
  return new SmallCluster(options).run();
}

function stageOf(name: string, role: Stage['role'], requests: number): Stage {
  return { name, role, requests: [[0, requests]], every: 0 };
}

function planOf(seed: string, load: number): Plan {
  return {
    vivarium: 'plan',
    version: 1,
    seed,
    cluster: {
      kind: 'simulated',
      replicas: 3,
      configuration: {
        messageSizeMax: 4096,
        journalSlotCount: 1024,
        pipelinePrepareQueueMax: 4,
        pipelineRequestQueueMax: 4,
        clientsMax: 8,
      },
      epoch: epoch.toString(),
      network: { latencyMin: 0, latencyMean: 0, loss: [0, 1], duplication: [0, 1] },
      storage: { readMin: 0, readMean: 0, writeMin: 0, writeMean: 0 },
    },
    workload: {
      name: 'small',
      parameters: {},
      clients: 3,
      stages: [
        stageOf('accounts', 'setup', accountCount / 3),
        stageOf('load', 'load', load),
        stageOf('look', 'settle', 2 + load),
      ],
    },
    faults: [],
    healAt: 0,
    livenessBound: 3_600_000_000_000,
  };
}

interface Prepare {
  readonly op: number;
  readonly timestamp: bigint;
  readonly operation: number;
  readonly session: number;
  readonly request: number;
  readonly body: Uint8Array;
}

interface Waiting extends Omit<Prepare, 'op' | 'timestamp'> {
  readonly client: number;
}

/**
 * A cluster without a network: ops are executed on all replicas as soon as they have their place,
 * which client's comes next and when its answer arrives is drawn. One replica crashes and
 * executes its log again.
 */
class SmallCluster {
  readonly #plan: Plan;
  readonly #workload: Workload;
  readonly #random: Random;
  readonly #recorder = new HistoryRecorder();
  readonly #open: (replica: number) => StateMachine;
  readonly #machines: StateMachine[];
  readonly #log: Prepare[] = [];
  readonly #sent: Waiting[] = [];
  readonly #answers: (() => void)[] = [];
  readonly #requests: number[];
  #time = 0;
  #timestamp = epoch;

  constructor({ seed, requests = 60, stateMachine = openLedger }: SmallOptions) {
    this.#plan = planOf(seed, requests);
    this.#workload = new SmallWorkload(seed);
    this.#random = Random.fromSeed(seed).fork('small cluster');
    this.#open = stateMachine;
    this.#machines = [0, 1, 2].map((replica) => stateMachine(replica));
    this.#requests = Array.from({ length: this.#plan.workload.clients }, () => 0);
  }

  run(): Evidence {
    for (const replica of [0, 1, 2]) this.#append({ kind: 'start', replica });
    this.#plan.workload.stages.forEach((stage, position) => {
      if (stage.role === 'load') this.#restart(2);
      if (stage.role === 'settle') this.#append({ kind: 'phase', phase: 'settle', stage: '' });
      this.#append({ kind: 'phase', phase: 'stage', stage: stage.name });
      this.#stage(stage, position);
    });
    this.#restart(1);
    this.#machines.forEach((machine, replica) => {
      this.#append({ kind: 'digest', replica, op: this.#log.length, digest: machine.digest() });
    });
    this.#append({ kind: 'phase', phase: 'end', stage: '' });
    return { plan: this.#plan, workload: this.#workload, history: this.#recorder.history() };
  }

  #stage(stage: Stage, position: number): void {
    const queues: number[][] = this.#requests.map(() => []);
    for (const [from, until] of stage.requests) {
      for (let index = from; index < until; index++) queues[index % queues.length]!.push(index);
    }
    const busy = new Set<number>();
    for (;;) {
      const idle = queues.flatMap((queue, client) => {
        return queue.length > 0 && !busy.has(client) ? [client] : [];
      });
      const choices = [idle.length, this.#sent.length, this.#answers.length];
      if (choices.every((choice) => choice === 0)) return;
      this.#time += this.#random.between(1, 400_000_000);
      const choice = this.#random.weighted(choices);
      if (choice === 0) {
        const client = this.#random.pick(idle);
        busy.add(client);
        this.#invoke(stage, position, client, queues[client]!.shift()!);
      } else if (choice === 1) {
        const [waiting] = this.#sent.splice(this.#random.below(this.#sent.length), 1);
        this.#execute(waiting!, () => busy.delete(waiting!.client));
      } else {
        const [answer] = this.#answers.splice(this.#random.below(this.#answers.length), 1);
        answer!();
      }
    }
  }

  #invoke(stage: Stage, position: number, client: number, index: number): void {
    if (this.#requests[client] === 0) {
      this.#append({ kind: 'session', session: client, client });
      this.#commit({ operation: 2, session: client, request: 0, body: new Uint8Array() }, 0);
    }
    this.#requests[client]! += 1;
    const request = this.#requests[client]!;
    const { operation, body } = this.#workload.request(stage.name, index);
    const due = this.#time;
    const sent = { session: client, request, operation } as const;
    this.#append({ kind: 'invoke', ...sent, stage: position, index, due });
    this.#sent.push({ ...sent, client, body });
  }

  #execute({ operation, session, request, body }: Waiting, done: () => void): void {
    const asked = { operation, session, request, body };
    const reserved = this.#machines[0]!.timestamps(asked.operation, asked.body);
    const { op, timestamp, reply } = this.#commit(asked, reserved);
    this.#answers.push(() => {
      const place = { offset: this.#recorder.appendBytes(reply), size: reply.length };
      this.#append({ kind: 'reply', session, request, op, timestamp, ...place });
      done();
    });
    if (!this.#machines[0]!.pulseNeeded(this.#now())) return;
    const pulse = { operation: operations.pulse, session: -1, request: 0, body: new Uint8Array() };
    this.#commit(pulse, 1);
  }

  #now(): bigint {
    return epoch + BigInt(this.#time);
  }

  #commit(
    asked: Omit<Prepare, 'op' | 'timestamp'>,
    reserved: number,
  ): { readonly op: number; readonly timestamp: bigint; readonly reply: Uint8Array } {
    const now = this.#now() > this.#timestamp ? this.#now() : this.#timestamp + 1n;
    this.#timestamp = now + BigInt(reserved);
    const prepare = { ...asked, op: this.#log.length + 1, timestamp: this.#timestamp };
    this.#log.push(prepare);
    const replies = this.#machines.map((_, replica) => this.#commitAt(replica, prepare));
    return { op: prepare.op, timestamp: prepare.timestamp, reply: replies[0]! };
  }

  #commitAt(replica: number, prepare: Prepare): Uint8Array {
    const { op, timestamp, operation, session, request, body } = prepare;
    const ledger = operation >= 128;
    const reply = ledger
      ? this.#machines[replica]!.commit(operation, timestamp, body)
      : new Uint8Array(64);
    const place = { replica, view: 0, op, timestamp, operation, session, request };
    this.#append({ kind: 'commit', ...place, reply: fastChecksumHex(reply) });
    return reply;
  }

  #restart(replica: number): void {
    this.#append({ kind: 'crash', replica });
    this.#append({ kind: 'start', replica });
    this.#machines[replica] = this.#open(replica);
    for (const prepare of this.#log) this.#commitAt(replica, prepare);
  }

  #append(event: WithoutTime): void {
    this.#recorder.append({ ...event, time: this.#time } as Parameters<
      HistoryRecorder['append']
    >[0]);
  }
}

type Recorded = Parameters<HistoryRecorder['append']>[0];
type WithoutTime = Recorded extends infer Event
  ? Event extends Recorded
    ? Omit<Event, 'time'>
    : never
  : never;
