import type { PlanKnowledge } from '../../harness/plan/plan-check.ts';
import type { Plan } from '../../harness/plan.ts';
import { WorkloadError, type WorkloadKind } from '../../harness/workload.ts';

/** A workload that asks for nothing: enough for plans to name one. */
const idle: WorkloadKind = {
  name: 'idle',
  purpose: 'Asks for nothing.',
  parameters: [{ name: 'weight', purpose: 'Nothing.', default: 1, range: 'a number' }],
  stages: (_, requests) => [
    { name: 'accounts', requests: 4, role: 'setup' },
    { name: 'load', requests, role: 'load' },
    { name: 'last look', requests: 2, role: 'settle' },
  ],
  open: (_, { weight }) => {
    if (typeof weight !== 'number') throw new WorkloadError('weight must be a number.', 'weight');
    return {
      request: () => ({ operation: 0, body: new Uint8Array(), events: 0, expected: () => null }),
    };
  },
};

export const knowledge: PlanKnowledge = {
  workloads: [idle],
  withinBudget: (faults, replicas) =>
    faults.filter(({ kind }) => kind === 'crash').length >= replicas
      ? { position: 2, why: 'it crashes the last replica' }
      : null,
};

export const sample: Plan = {
  vivarium: 'plan',
  version: 1,
  seed: '007',
  cluster: {
    kind: 'simulated',
    replicas: 3,
    configuration: {
      messageSizeMax: 131_072,
      journalSlotCount: 1024,
      pipelinePrepareQueueMax: 8,
      pipelineRequestQueueMax: 8,
      clientsMax: 64,
    },
    epoch: '1767225600000000000',
    network: { latencyMin: 1, latencyMean: 2, loss: [0, 1], duplication: [1, 100] },
    storage: { readMin: 1, readMean: 2, writeMin: 3, writeMean: 4 },
  },
  workload: {
    name: 'idle',
    parameters: { weight: 1 },
    clients: 4,
    stages: [
      {
        name: 'load',
        role: 'load',
        requests: [
          [0, 10],
          [10, 12],
        ],
        every: 400_000_000,
      },
      { name: 'last look', role: 'settle', requests: [[0, 1]], every: 0 },
    ],
  },
  faults: [
    { kind: 'loss', from: 1, until: 2, ratio: [1, 3] },
    { kind: 'cut', from: 1, until: 2, sender: 'client 1', receiver: 'primary' },
    { kind: 'partition', from: 1, until: 2, side: [0, 'backup'] },
    { kind: 'bit-flip', from: 3, until: 3, replica: 1, zone: 'journal-headers', slot: 7, bit: 9 },
    { kind: 'crash', from: 4, until: 9, replica: 2, lost: [1, 2], torn: [1, 2] },
    { kind: 'clock-offset', from: 4, until: 9, replica: 0, offset: -50 },
  ],
  healAt: 6_000_000_000,
  livenessBound: 1_000_000_000,
};
