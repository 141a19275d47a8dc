import { describe, expect, test } from 'vitest';
import type { Cluster, Conductor, ReplicaView, Submission } from '../harness/cluster.ts';
import type { Fault } from '../harness/fault.ts';
import type { HistoryEvent } from '../harness/history.ts';
import type { Plan, Stage } from '../harness/plan.ts';
import { type Recorder, runPlan } from '../harness/run.ts';
import { millisecond, type Nanoseconds, second } from '../harness/time.ts';
import type { Workload } from '../harness/workload.ts';

/** Answers every request after a millisecond, unless it is before `answersFrom`. */
class FakeCluster implements Cluster {
  readonly kind = 'simulated';
  readonly suffers = new Set<never>();
  readonly log: string[] = [];
  readonly submitted: (Submission & { client: number; at: Nanoseconds })[] = [];
  answersFrom: Nanoseconds = 0;
  convergesAt: Nanoseconds = 0;
  #now: Nanoseconds = 0;
  #queue: { at: Nanoseconds; action: () => void }[] = [];
  readonly #conductor: Conductor;

  constructor(conductor: Conductor) {
    this.#conductor = conductor;
  }

  now(): Nanoseconds {
    return this.#now;
  }
  alarm(at: Nanoseconds, token: number): void {
    this.#queue.push({ at: Math.max(at, this.#now), action: () => this.#conductor.onAlarm(token) });
  }
  submit(client: number, submission: Submission): void {
    this.submitted.push({ ...submission, client, at: this.#now });
    const at = Math.max(this.#now, this.answersFrom) + millisecond;
    this.#queue.push({ at, action: () => this.#conductor.onReply(client, submission.body) });
  }
  inject(fault: Fault, position: number): void {
    this.log.push(`${this.#now / second} inject ${position} ${fault.kind}`);
  }
  lift(position: number): void {
    this.log.push(`${this.#now / second} lift ${position}`);
  }
  heal(): void {
    this.log.push(`${this.#now / second} heal`);
  }
  replicas(): readonly ReplicaView[] {
    const op = this.#now >= this.convergesAt ? 7 : 6;
    const state = { status: 'normal', view: 0, primary: true, commitMin: op, op: 7 } as const;
    return [{ replica: 0, up: true, paused: false, standby: false, state }];
  }
  async drive(done: () => boolean): Promise<void> {
    while (!done()) {
      this.#queue.sort((a, b) => a.at - b.at);
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#now = next.at;
      next.action();
    }
  }
  recordDigests(): void {
    this.log.push(`${this.#now / second} digests`);
  }
  async close(): Promise<void> {
    this.log.push('closed');
  }
}

const stage = (name: string, role: Stage['role'], until: number, every: Nanoseconds): Stage => ({
  name,
  role,
  requests: [[0, until]],
  every,
});

const plan: Plan = {
  vivarium: 'plan',
  version: 1,
  seed: 'test',
  cluster: {
    kind: 'simulated',
    replicas: 1,
    configuration: {
      messageSizeMax: 65536,
      journalSlotCount: 1024,
      pipelinePrepareQueueMax: 8,
      pipelineRequestQueueMax: 8,
      clientsMax: 8,
    },
    epoch: '0',
    network: { latencyMin: 0, latencyMean: 0, loss: [0, 1], duplication: [0, 1] },
    storage: { readMin: 0, readMean: 0, writeMin: 0, writeMean: 0 },
  },
  workload: {
    name: 'none',
    parameters: {},
    clients: 3,
    stages: [
      stage('first', 'setup', 5, 0),
      stage('load', 'load', 10, second),
      stage('last', 'settle', 2, 0),
    ],
  },
  faults: [
    { kind: 'loss', ratio: [1, 2], from: 2 * second, until: 3 * second },
    { kind: 'pause', replica: 0, from: 4 * second, until: 40 * second },
  ],
  healAt: 20 * second,
  livenessBound: 5 * second,
};

const workload: Workload = {
  request: () => ({ operation: 200, body: new Uint8Array(3), events: 1, expected: () => null }),
};

async function run(
  change: (cluster: FakeCluster, abort: AbortController) => void = () => {},
  changed: Partial<Plan> = {},
): Promise<{ cluster: FakeCluster; events: HistoryEvent[] }> {
  const events: HistoryEvent[] = [];
  const recorder: Recorder = {
    append: (event) => events.push(event),
    appendBytes: () => 0,
    history: () => ({ events, bytes: new Uint8Array() }),
  };
  const abort = new AbortController();
  let cluster: FakeCluster | undefined;
  await runPlan({
    plan: { ...plan, ...changed },
    workload,
    recorder,
    open: ({ conductor }) => {
      cluster = new FakeCluster(conductor);
      change(cluster, abort);
      return cluster;
    },
    breathe: async () => {},
    signal: abort.signal,
  });
  if (cluster === undefined) throw new Error('no cluster was opened');
  return { cluster, events };
}

const phases = (events: HistoryEvent[]): string[] =>
  events.flatMap((event) =>
    event.kind === 'phase' ? [`${event.time / second} ${event.phase} ${event.stage}`.trim()] : [],
  );

describe('a run', () => {
  test('goes through its stages, heals, settles, converges and ends', async () => {
    const { cluster, events } = await run();
    expect(phases(events)).toEqual([
      '0 stage first',
      '0.002 stage load',
      '20 heal',
      '20 settle',
      '20 stage last',
      '20.001 end',
    ]);
    expect(cluster.log).toEqual([
      '2 inject 0 loss',
      '3 lift 0',
      '4 inject 1 pause',
      '20 heal',
      '20.001 digests',
      'closed',
    ]);
    expect(cluster.submitted.length).toBe(17);
  });

  test('gives request i to client i mod N, one at a time, when it is due', async () => {
    const { cluster } = await run();
    const load = cluster.submitted.filter((submission) => submission.stage === 1);
    expect(load.map(({ client, index }) => client === index % 3)).not.toContain(false);
    expect(load.map(({ at }) => (at - 2 * millisecond) / second)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    expect(load.map(({ at, due }) => at - due)).toEqual(load.map(() => 0));
  });

  test('hands late requests over one after the other, with the time they were due', async () => {
    const { cluster, events } = await run((fake) => {
      fake.answersFrom = 20 * second;
    });
    expect(phases(events).at(-1)).toMatch(/end/);
    for (let i = 1; i < cluster.submitted.length; i++) {
      expect(cluster.submitted[i]?.at).toBeGreaterThanOrEqual(cluster.submitted[i - 1]?.at ?? 0);
    }
  });

  test('gives up where nothing is answered within the bound after healing', async () => {
    const { events } = await run((fake) => {
      fake.answersFrom = 1000 * second;
    });
    expect(phases(events)).toEqual(['0 stage first', '20 heal', '25.000000001 timeout']);
  });

  test('gives up where the replicas do not converge', async () => {
    const { events } = await run((fake) => {
      fake.convergesAt = 1000 * second;
    });
    expect(phases(events).at(-1)).toBe('25.001000001 timeout');
  });

  test('stops at an interruption', async () => {
    const { cluster, events } = await run((_, abort) => abort.abort());
    expect(phases(events)).toEqual(['0 stage first', '0 interrupted']);
    expect(cluster.log).toEqual(['0 digests', 'closed']);
  });

  test('leaves out what a shrinker has cut away', async () => {
    const stages = plan.workload.stages.map((each) => ({ ...each, requests: [] }));
    const load: Stage = {
      name: 'load',
      role: 'load',
      requests: [
        [3, 5],
        [8, 9],
      ],
      every: 0,
    };
    const { cluster, events } = await run(() => {}, {
      workload: { ...plan.workload, stages: [...stages.slice(0, 1), load, ...stages.slice(2)] },
    });
    expect(phases(events).at(-1)).toBe('20 end');
    expect(cluster.submitted.map(({ index }) => index)).toEqual([3, 4, 8]);
  });
});
