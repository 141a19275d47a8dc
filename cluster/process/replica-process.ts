import { randomBytes } from 'node:crypto';
import type {
  Clock,
  Input,
  Observer,
  ReplicaState,
  StateMachine,
} from '../../harness/environment.ts';
import { tickInterval } from '../../harness/environment.ts';
import type { ReplicaConfiguration } from '../../harness/plan.ts';
import { Random } from '../../harness/random.ts';
import type { Address } from '../relay/address.ts';
import { Replica } from '../vsr/replica.ts';
import { Message } from '../wire/message.ts';
import { DataFile } from './data-file.ts';
import { TcpNetwork } from './tcp-network.ts';
import { zoneOffsets } from './zone-offsets.ts';

export interface ReplicaProcessOptions {
  readonly path: string;
  readonly cluster: bigint;
  readonly replica: number;
  readonly addresses: readonly Address[];
  readonly configuration: ReplicaConfiguration;
  readonly stateMachine: StateMachine;
  readonly observer: Observer;
  /** Called at most once: the disk failed, and nothing can be promised any more. */
  readonly fail: (error: NodeJS.ErrnoException) => void;
}

const nanosecondsPerMillisecond = 1_000_000;

/** The clocks of this machine. */
const clock: Clock = {
  monotonic: () => Number(process.hrtime.bigint()),
  realtime: () => BigInt(Date.now()) * 1_000_000n,
};

export interface RunningReplica {
  /** Where it listens. */
  readonly port: number;
  state(): ReplicaState;
}

/** Runs a replica in this process, on a data file and TCP, as long as the process lives. */
export async function runReplica(options: ReplicaProcessOptions): Promise<RunningReplica> {
  const { configuration, cluster, replica, addresses } = options;
  let replicaHere: Replica | null = null;
  const deliver = (input: Input): void => replicaHere?.on(input);
  const offsets = zoneOffsets(configuration);
  const storage = await DataFile.open(options.path, offsets, deliver, options.fail);
  const network = new TcpNetwork({
    replica,
    addresses,
    messageSizeMax: configuration.messageSizeMax,
    template: Message.create('ping', cluster, 0),
    deliver: (message) => deliver({ kind: 'message', message }),
  });
  const random = Random.fromSeed(randomBytes(32).toString('hex'));
  const running = new Replica({
    cluster,
    replica,
    replicaCount: addresses.length,
    configuration,
    environment: { clock, network, storage, random },
    stateMachine: options.stateMachine,
    observer: options.observer,
  });
  replicaHere = running;
  const port = await network.listen();
  running.open();
  setInterval(() => running.on({ kind: 'tick' }), tickInterval / nanosecondsPerMillisecond);
  return { port, state: () => running.state() };
}
