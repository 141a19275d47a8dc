import type { Verdict } from '../../harness/checkers/checker.ts';
import type { Fault } from '../../harness/fault.ts';
import type { History, HistoryEvent } from '../../harness/history.ts';
import { operations } from '../../harness/ledger/operations.ts';
import type { Plan } from '../../harness/plan.ts';
import { Random } from '../../harness/random.ts';
import type { Result } from '../../harness/result.ts';
import { millisecond, second } from '../../harness/time.ts';
import type { Cause } from '../../reports/cause.ts';

/** What reports read. None of it ran: it is only as plausible as a reader needs. */
export interface MadeUpRun {
  readonly plan: Plan;
  readonly history: History;
  readonly result: Result;
  /** Of one that failed, where it was looked for. */
  readonly cause?: Cause | null;
}

const span = 60 * second;
const healAt = 50 * second;

const faults: readonly Fault[] = [
  { kind: 'loss', ratio: [1, 20], from: 5 * second, until: 14 * second },
  { kind: 'slow-disk', replica: 2, mean: 40 * millisecond, from: 9 * second, until: 21 * second },
  {
    kind: 'crash',
    replica: 'primary',
    lost: [1, 2],
    torn: [1, 2],
    from: 18 * second,
    until: 24 * second,
  },
  { kind: 'partition', side: [1], from: 30 * second, until: 33.5 * second },
  { kind: 'cut', sender: 0, receiver: 'client 1', from: 31 * second, until: 36 * second },
  { kind: 'pause', replica: 'backup', from: 38 * second, until: 41 * second },
  {
    kind: 'bit-flip',
    replica: 1,
    zone: 'journal-prepares',
    slot: 7,
    bit: 12345,
    from: 26 * second,
    until: 26 * second,
  },
  { kind: 'clock-drift', replica: 2, gained: 200_000, from: 12 * second, until: 45 * second },
  {
    kind: 'clock-offset',
    replica: 1,
    offset: -80 * millisecond,
    from: 42 * second,
    until: 48 * second,
  },
];

const struckAs = [
  'all links',
  'replica 2',
  'replica 0',
  'replica 1',
  'replica 0 → client 1',
  'replica 2',
  'replica 1',
  'replica 2',
  'replica 1',
];

/** A run of `requests` requests over a minute, with a crash, a view change and more. */
export function madeUpRun(requests = 600, seed = 'made up'): MadeUpRun {
  const plan = madeUpPlan(requests, seed);
  const history = madeUpHistory(requests, Random.fromSeed(seed));
  return { plan, history, result: madeUpResult(plan, history) };
}

export function madeUpPlan(requests: number, seed: string): Plan {
  return {
    vivarium: 'plan',
    version: 1,
    seed,
    cluster: {
      kind: 'simulated',
      replicas: 3,
      configuration: {
        messageSizeMax: 65_536,
        journalSlotCount: 4096,
        pipelinePrepareQueueMax: 8,
        pipelineRequestQueueMax: 64,
        clientsMax: 64,
      },
      epoch: '1700000000000000000',
      network: {
        latencyMin: 500_000,
        latencyMean: 1_500_000,
        loss: [1, 1000],
        duplication: [1, 1000],
      },
      storage: { readMin: 100_000, readMean: 400_000, writeMin: 200_000, writeMean: 1_000_000 },
    },
    workload: {
      name: 'mixed',
      parameters: { accounts: 500, popularity: { kind: 'zipf', exponent: [99, 100] }, ledgers: 2 },
      clients: 4,
      stages: [
        { name: 'accounts', role: 'setup', requests: [[0, 10]], every: 0 },
        {
          name: 'load',
          role: 'load',
          requests: [[0, requests]],
          every: Math.floor(span / requests),
        },
        { name: 'look', role: 'settle', requests: [[0, 4]], every: 0 },
      ],
    },
    faults,
    healAt,
    livenessBound: 10 * second,
  };
}

const loadOperations = [
  operations.create_transfers,
  operations.create_transfers,
  operations.create_transfers,
  operations.lookup_accounts,
  operations.query_transfers,
] as const;

/** Events and bytes as they come, put in order at the end. */
class Scribe {
  readonly events: HistoryEvent[] = [];
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  add(event: HistoryEvent): void {
    this.events.push(event);
  }

  /** The bytes of a reply with `results` results, as a multi-batch of one. */
  reply(results: number): { readonly offset: number; readonly size: number } {
    const body = new Uint8Array(16 * results + 16).fill(0xff, 16 * results);
    const view = new DataView(body.buffer);
    view.setUint16(body.length - 2, 1, true);
    view.setUint16(body.length - 4, results, true);
    const offset = this.#size;
    this.#chunks.push(body);
    this.#size += body.length;
    return { offset, size: body.length };
  }

  history(): History {
    const bytes = new Uint8Array(this.#size);
    let offset = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, offset);
      offset += chunk.length;
    }
    return { events: this.events.toSorted((a, b) => a.time - b.time), bytes };
  }
}

function madeUpHistory(requests: number, random: Random): History {
  const scribe = new Scribe();
  tellProcesses(scribe);
  for (let client = 0; client < 4; client++) {
    scribe.add({ time: client, kind: 'session', session: client, client });
  }
  scribe.add({ time: 0, kind: 'phase', phase: 'stage', stage: 'accounts' });
  scribe.add({ time: second, kind: 'phase', phase: 'stage', stage: 'load' });
  const free = [second, second, second, second];
  let op = 4;
  for (let index = 0; index < requests; index++) {
    const session = index % 4;
    const due = second + Math.floor((span / requests) * index);
    const time = Math.max(due, free[session] as number);
    const weather = time > 18 * second && time < 21 * second ? 40 : time > 30 * second ? 3 : 1;
    const latency = 2_000_000 + random.exponential(4_000_000 * weather);
    const number = Math.floor(index / 4) + 1;
    const operation = random.pick(loadOperations);
    scribe.add({
      time,
      kind: 'invoke',
      session,
      request: number,
      stage: 1,
      index,
      operation,
      due,
    });
    op++;
    const at = time + latency;
    free[session] = at;
    const timestamp = 1_700_000_000_000_000_000n + BigInt(at);
    const results = operation === operations.create_transfers ? random.between(1, 20) : 0;
    scribe.add({
      time: at,
      kind: 'reply',
      session,
      request: number,
      op,
      timestamp,
      ...scribe.reply(results),
    });
    tellCommits(scribe, { time: at, op, timestamp, operation, session, request: number });
  }
  const end = Math.max(span + 2 * second, ...free);
  scribe.add({ time: healAt, kind: 'phase', phase: 'heal', stage: '' });
  scribe.add({ time: end - second, kind: 'phase', phase: 'settle', stage: '' });
  scribe.add({ time: end - second, kind: 'phase', phase: 'stage', stage: 'look' });
  for (let replica = 0; replica < 3; replica++) {
    scribe.add({ time: end, kind: 'digest', replica, op, digest: 'c0ffee'.padEnd(32, '0') });
  }
  scribe.add({ time: end, kind: 'phase', phase: 'end', stage: '' });
  return scribe.history();
}

interface Told {
  readonly time: number;
  readonly op: number;
  readonly timestamp: bigint;
  readonly operation: number;
  readonly session: number;
  readonly request: number;
}

function tellCommits(scribe: Scribe, told: Told): void {
  const reply = 'ab'.repeat(16);
  for (let replica = 0; replica < 3; replica++) {
    const down = replica === 0 && told.time > 18 * second && told.time < 24.8 * second;
    const paused = replica === 2 && told.time > 38 * second && told.time < 41 * second;
    if (down || paused) continue;
    const view = told.time > 19 * second ? 1 : 0;
    scribe.add({ ...told, kind: 'commit', replica, view, reply });
  }
}

function tellProcesses(scribe: Scribe): void {
  const state = (
    at: number,
    replica: number,
    status: 'normal' | 'view-change' | 'recovering' | 'recovering-head',
    view: number,
  ): void => {
    const primary = status === 'normal' && view % 3 === replica;
    scribe.add({ time: at * second, kind: 'state', replica, status, view, primary });
  };
  for (let replica = 0; replica < 3; replica++) {
    scribe.add({ time: 0, kind: 'start', replica });
    state(0.2, replica, 'normal', 0);
  }
  faults.forEach((fault, position) => {
    const target = struckAs[position] as string;
    scribe.add({ time: fault.from, kind: 'fault', fault: position, target });
    scribe.add({ time: fault.until, kind: 'fault-end', fault: position, target });
  });
  scribe.add({ time: 18 * second, kind: 'crash', replica: 0 });
  state(18.6, 1, 'view-change', 1);
  state(18.7, 2, 'view-change', 1);
  state(19, 1, 'normal', 1);
  state(19.1, 2, 'normal', 1);
  scribe.add({ time: 24 * second, kind: 'start', replica: 0 });
  state(24, 0, 'recovering', 0);
  state(24.4, 0, 'recovering-head', 1);
  state(24.8, 0, 'normal', 1);
  scribe.add({ time: 38 * second, kind: 'pause', replica: 2 });
  scribe.add({ time: 41 * second, kind: 'resume', replica: 2 });
}

export const verdicts: readonly Verdict[] = [
  ['model', 2031, 'replies', 'Every reply is byte for byte what the ledger model answers.'],
  ['real-time-order', 604, 'requests', 'No request is ordered before one that ended before it.'],
  ['durability', 5512, 'events', 'Everything that was acknowledged is still there at the end.'],
  ['conservation', 1230, 'balances', 'Debits equal credits in every ledger, posted and pending.'],
  ['convergence', 3, 'replicas', 'All replicas end in one digest.'],
  ['liveness', 604, 'requests', 'Every request was answered within 10 s after healing.'],
].map(([name, checked, unit, why]) => ({
  name: name as string,
  verdict: 'pass',
  checked: checked as number,
  unit: unit as string,
  why: why as string,
  events: [],
}));

function madeUpResult(plan: Plan, history: History): Result {
  const counted = new Map<HistoryEvent['kind'], number>();
  for (const { kind } of history.events) counted.set(kind, (counted.get(kind) ?? 0) + 1);
  const having = (kind: HistoryEvent['kind']): number => counted.get(kind) ?? 0;
  return {
    vivarium: 'result',
    version: 2,
    verdict: 'pass',
    exit: 0,
    seed: plan.seed,
    fingerprint: '0123456789abcdef0123456789abcdef',
    cluster: { kind: 'simulated', replicas: 3 },
    workload: 'mixed',
    checkers: verdicts,
    counts: {
      requests: having('invoke'),
      replies: having('reply'),
      unanswered: having('invoke') - having('reply'),
      events: 6143,
      ops: having('reply') + 12,
      faults: having('fault'),
      viewChanges: 1,
      crashes: having('crash'),
      createStatuses: {
        'create_accounts.created': 500,
        'create_transfers.created': 4210,
        'create_transfers.exists': 130,
        'create_transfers.linked_event_failed': 412,
        'create_transfers.exceeds_credits': 61,
        'create_transfers.exists_with_different_credit_account_id': 4,
        'create_transfers.pending_transfer_already_posted': 22,
        'create_transfers.id_already_failed': 1,
        'create_accounts.exists': 14,
        'create_accounts.linked_event_failed': 20,
      },
    },
    neverExercised: {
      operations: ['get_change_events'],
      statuses: ['create_transfers.overflows_debits'],
      faults: [],
      protocol: ['an eviction of a session'],
      checks: [{ checker: 'conservation', condition: 'an account with a limit' }],
    },
    duration: history.events.at(-1)?.time ?? 0,
    reproduce: `npx vivarium run mixed --seed '${plan.seed}'`,
    versions: { vivarium: '0.1.0', node: '20.20.2' },
    wall: { run: 1.234, check: 0.567 },
  };
}
