import type { Fault } from '../../harness/fault.ts';
import type { ClusterShape, Plan } from '../../harness/plan.ts';
import { microsecond, millisecond, second } from '../../harness/time.ts';

/** A plan of `requests` requests that are due evenly over `over`, and a last one after healing. */
export function planOf(options: {
  readonly seed: string;
  readonly replicas?: number;
  readonly clients?: number;
  readonly requests?: number;
  readonly over?: number;
  readonly healAt?: number;
  readonly faults?: readonly Fault[];
  readonly cluster?: Partial<ClusterShape>;
}): Plan {
  const {
    seed,
    replicas = 3,
    clients = 3,
    requests = 60,
    over = 6 * second,
    faults = [],
  } = options;
  return {
    vivarium: 'plan',
    version: 1,
    seed,
    cluster: { ...shape, replicas, ...options.cluster },
    workload: {
      name: 'echo',
      parameters: {},
      clients,
      stages: [
        {
          name: 'load',
          role: 'load',
          requests: [[0, requests]],
          every: Math.floor(over / requests),
        },
        { name: 'last', role: 'settle', requests: [[0, clients]], every: 0 },
      ],
    },
    faults,
    healAt: options.healAt ?? over,
    livenessBound: 60 * second,
  };
}

const shape: ClusterShape = {
  kind: 'simulated',
  replicas: 3,
  configuration: {
    messageSizeMax: 8192,
    journalSlotCount: 1024,
    pipelinePrepareQueueMax: 8,
    pipelineRequestQueueMax: 16,
    clientsMax: 8,
    clockSynchronizationWindowMin: 100 * millisecond,
  },
  epoch: '1760000000000000000',
  network: {
    latencyMin: 100 * microsecond,
    latencyMean: 400 * microsecond,
    loss: [1, 1000],
    duplication: [1, 1000],
  },
  storage: {
    readMin: 20 * microsecond,
    readMean: 80 * microsecond,
    writeMin: 50 * microsecond,
    writeMean: 200 * microsecond,
  },
};
