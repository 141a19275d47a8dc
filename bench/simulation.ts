/** Whole simulated runs: three replicas, the real ledger, requests of one event, no checking. */
import { openSimulated } from '../cluster/simulated/open-simulated.ts';
import { drawFaults } from '../fault-injector/presets.ts';
import type { Fault } from '../harness/fault.ts';
import { HistoryRecorder } from '../harness/history/recorder.ts';
import { encodeBatch } from '../harness/ledger/bodies.ts';
import { Ledger } from '../harness/ledger/ledger.ts';
import { operations } from '../harness/ledger/operations.ts';
import type { Plan } from '../harness/plan.ts';
import { runPlan } from '../harness/run.ts';
import { microsecond, second } from '../harness/time.ts';
import type { Request, Workload } from '../harness/workload.ts';
import type { Bench, Figure } from './figure.ts';

const requests = 20_000;
const accounts = 100;
const replicas = 3;
const clients = 16;
const rounds = 5;
const messageSizeMax = 131_072;

/** Under faults the load is spread over as long as they last; without, it comes at once. */
const storm = 60 * second;

/** Bodies beforehand: making them is not what is measured. */
function transfers(): Workload {
  const events = Array.from({ length: accounts }, (_, i) => ({
    id: BigInt(i + 1),
    ledger: 1,
    code: 1,
  }));
  const setup: Request = {
    operation: operations.create_accounts,
    body: encodeBatch('create_accounts', events),
    events: accounts,
    expected: () => null,
  };
  const load = Array.from({ length: requests }, (_, i): Request => {
    const transfer = {
      id: BigInt(i + 1),
      debit_account_id: BigInt(1 + (i % accounts)),
      credit_account_id: BigInt(1 + ((7 * i + 1) % accounts)),
      amount: 1n,
      ledger: 1,
      code: 1,
    };
    const body = encodeBatch('create_transfers', [transfer]);
    return { operation: operations.create_transfers, body, events: 1, expected: () => null };
  });
  return {
    request: (stage, index) => (stage === 'accounts' ? setup : (load[index] as Request)),
  };
}

function planOf(faults: readonly Fault[]): Plan {
  const calm = faults.length === 0;
  return {
    vivarium: 'plan',
    version: 1,
    seed: 'bench',
    cluster: {
      kind: 'simulated',
      replicas,
      configuration: {
        messageSizeMax,
        // As in production: a checkpoint every 960 ops, and the journal wraps some twenty times.
        journalSlotCount: 1024,
        pipelinePrepareQueueMax: 8,
        pipelineRequestQueueMax: 64,
        clientsMax: 64,
      },
      epoch: '1767225600000000000',
      network: {
        latencyMin: 100 * microsecond,
        latencyMean: 150 * microsecond,
        loss: [0, 1],
        duplication: [0, 1],
      },
      storage: {
        readMin: 50 * microsecond,
        readMean: 50 * microsecond,
        writeMin: 50 * microsecond,
        writeMean: 100 * microsecond,
      },
    },
    workload: {
      name: 'transfers of one event',
      parameters: {},
      clients,
      stages: [
        { name: 'accounts', role: 'setup', requests: [[0, 1]], every: 0 },
        {
          name: 'load',
          role: 'load',
          requests: [[0, requests]],
          every: calm ? 0 : Math.floor(storm / requests),
        },
      ],
    },
    faults,
    healAt: calm ? second : second + storm,
    livenessBound: 200 * second,
  };
}

/** How many requests of a whole run were committed and answered in a second. */
async function perSecond(plan: Plan, workload: Workload): Promise<number> {
  const recorder = new HistoryRecorder();
  const start = performance.now();
  await runPlan({
    plan,
    workload,
    recorder,
    open: (parts) =>
      openSimulated({
        ...parts,
        stateMachine: () => new Ledger({ messageBodySizeMax: messageSizeMax - 256 }),
      }),
    breathe: async () => {},
    signal: new AbortController().signal,
  });
  const seconds = (performance.now() - start) / 1000;
  const { events } = recorder.history();
  const answered = events.filter(({ kind }) => kind === 'reply').length;
  const last = events.at(-1);
  if (last?.kind !== 'phase' || last.phase !== 'end') throw new Error('the run did not end well');
  return answered / seconds;
}

/** The best of several rounds: what the code can do, not what the neighbours leave. */
async function figure(what: string, plan: Plan, reach: number): Promise<Figure> {
  const workload = transfers();
  let best = 0;
  for (let round = 0; round < rounds; round++) {
    best = Math.max(best, await perSecond(plan, workload));
  }
  return {
    what,
    measured: `${(Math.round(best / 100) * 100).toLocaleString('en')} requests a second`,
    reach: `≥ ${reach.toLocaleString('en')}`,
    reached: best >= reach,
  };
}

export const bench: Bench = {
  name: 'simulation',
  purpose: `${requests.toLocaleString('en')} requests of one event on ${replicas} simulated replicas, ${clients} clients`,
  measure: async (say) => {
    say('no faults');
    const calm = await figure('no faults', planOf([]), 20_000);
    say('default faults');
    const from = second / 2;
    const faults = drawFaults({
      seed: 'bench',
      preset: 'default',
      replicas,
      clients,
      from,
      until: second + storm,
    });
    return [calm, await figure('default faults', planOf(faults), 4000)];
  },
};
