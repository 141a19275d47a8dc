import { assert } from './assert.ts';
import type { Cluster } from './cluster.ts';
import { type Plan, requestCount, type Stage } from './plan.ts';
import type { Nanoseconds } from './time.ts';
import type { Workload } from './workload.ts';

/** How far a run is, for whoever waits for it. */
export interface Progress {
  readonly phase: string;
  readonly now: Nanoseconds;
  readonly answered: number;
  readonly requests: number;
}

interface ScheduleListener {
  onStage(name: string): void;
  onHeal(): void;
}

interface ClientQueue {
  /** Its requests of the present stage: positions in the stage, ascending. */
  readonly waiting: { readonly index: number; readonly due: Nanoseconds }[];
  /** How many of `waiting` were handed over. */
  taken: number;
  inFlight: boolean;
}

/** The plan's agenda: which request is due when and to whom, and when faults strike and end. */
export class Schedule {
  readonly #plan: Plan;
  readonly #workload: Workload;
  readonly #cluster: Cluster;
  readonly #listener: ScheduleListener;
  readonly #queues: ClientQueue[] = [];
  #stage = -1;
  #settling = false;
  #lastDue: Nanoseconds = 0;
  #remaining = 0;
  #answered = 0;

  constructor(
    parts: { readonly plan: Plan; readonly workload: Workload },
    cluster: Cluster,
    listener: ScheduleListener,
  ) {
    this.#plan = parts.plan;
    this.#workload = parts.workload;
    this.#cluster = cluster;
    this.#listener = listener;
  }

  start(): void {
    this.#plan.faults.forEach((fault, position) => {
      this.#cluster.alarm(fault.from, this.#faultToken(position, 'inject'));
      this.#cluster.alarm(fault.until, this.#faultToken(position, 'lift'));
    });
    this.#cluster.alarm(this.#plan.healAt, this.#healToken);
    this.#nextStage();
  }

  progress(phase: string): Progress {
    const requests = requestCount(this.#stages());
    return { phase, now: this.#cluster.now(), answered: this.#answered, requests };
  }

  /** Whether every request that does not wait for healing is answered or given up. */
  loadDone(): boolean {
    return this.#remaining === 0 && this.#next() >= this.#firstSettle();
  }

  settleDone(): boolean {
    return this.#settling && this.#remaining === 0 && this.#next() >= this.#stages().length;
  }

  /** The last moment at which a request falls due in the present stage, or healing if later. */
  lastDue(): Nanoseconds {
    return Math.max(this.#lastDue, this.#plan.healAt);
  }

  startSettling(): void {
    assert(this.loadDone(), 'settling waits for the load');
    this.#settling = true;
    this.#nextStage();
  }

  /** Makes sure that the loop turns once more at `at`. */
  wakeAt(at: Nanoseconds): void {
    this.#cluster.alarm(at, this.#wakeToken);
  }

  onAlarm(token: number): void {
    const { faults } = this.#plan;
    if (token < 2 * faults.length) {
      // Healing has lifted all of them, and what would begin later belongs to no phase of the run.
      if (this.#cluster.now() < this.#plan.healAt) this.#onFaultEdge(token);
    } else if (token === this.#healToken) {
      this.#listener.onHeal();
      this.wakeAt(this.lastDue() + this.#plan.livenessBound + 1);
    } else if (token > this.#wakeToken) {
      this.#submitNext(token - this.#wakeToken - 1);
    }
  }

  #onFaultEdge(token: number): void {
    const { faults } = this.#plan;
    const fault = faults[token];
    if (fault === undefined) this.#cluster.lift(token - faults.length);
    else this.#cluster.inject(fault, token);
  }

  /** A client's request has its answer, or will never have one. */
  onAnswered(client: number): void {
    const queue = this.#queues[client];
    assert(queue?.inFlight === true, 'an answer is to a request in flight');
    queue.inFlight = false;
    this.#remaining -= 1;
    this.#answered += 1;
    if (this.#remaining > 0) this.#submitNext(client);
    else if (this.#next() < this.#firstSettle() || this.#settling) this.#nextStage();
  }

  #nextStage(): void {
    while (this.#remaining === 0 && this.#next() < this.#stages().length) {
      if (!this.#settling && this.#next() >= this.#firstSettle()) return;
      this.#stage += 1;
      this.#fillQueues(this.#present());
    }
  }

  #fillQueues(stage: Stage): void {
    const { clients } = this.#plan.workload;
    this.#listener.onStage(stage.name);
    this.#queues.length = 0;
    for (let client = 0; client < clients; client++) {
      this.#queues.push({ waiting: [], taken: 0, inFlight: false });
    }
    for (const [from, until] of stage.requests) {
      for (let index = from; index < until; index++) {
        const due = this.#cluster.now() + stage.every * index;
        this.#queues[index % clients]?.waiting.push({ index, due });
        this.#lastDue = due;
      }
    }
    this.#remaining = requestCount([stage]);
    for (let client = 0; client < clients; client++) this.#submitNext(client);
    if (this.#cluster.now() >= this.#plan.healAt) {
      this.wakeAt(this.lastDue() + this.#plan.livenessBound + 1);
    }
  }

  #submitNext(client: number): void {
    const queue = this.#queues[client];
    assert(queue !== undefined, 'an alarm names a client of the plan');
    const next = queue.waiting[queue.taken];
    if (next === undefined || queue.inFlight) return;
    if (next.due > this.#cluster.now()) {
      this.#cluster.alarm(next.due, this.#wakeToken + 1 + client);
      return;
    }
    queue.taken += 1;
    queue.inFlight = true;
    const { operation, body } = this.#workload.request(this.#present().name, next.index);
    this.#cluster.submit(client, {
      stage: this.#stage,
      index: next.index,
      operation,
      body,
      due: next.due,
    });
  }

  #present(): Stage {
    const stage = this.#stages()[this.#stage];
    assert(stage !== undefined, 'a stage of the plan is under way');
    return stage;
  }

  #stages(): readonly Stage[] {
    return this.#plan.workload.stages;
  }

  #next(): number {
    return this.#stage + 1;
  }

  #firstSettle(): number {
    const first = this.#stages().findIndex((stage) => stage.role === 'settle');
    return first < 0 ? this.#stages().length : first;
  }

  // Alarm tokens: a range for the beginnings of faults, one for their ends, then the single ones.
  #faultToken(position: number, edge: 'inject' | 'lift'): number {
    return edge === 'inject' ? position : this.#plan.faults.length + position;
  }

  get #healToken(): number {
    return 2 * this.#plan.faults.length;
  }

  get #wakeToken(): number {
    return this.#healToken + 1;
  }
}
