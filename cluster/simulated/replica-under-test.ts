import type {
  Environment,
  Input,
  Observer,
  ReplicaState,
  StateMachine,
  Zone,
} from '../../harness/environment.ts';
import type { ReplicaConfiguration } from '../../harness/plan.ts';

/** What a replica is given: all that it ever knows of the world. */
export interface ReplicaOptions {
  readonly cluster: bigint;
  readonly replica: number;
  readonly replicaCount: number;
  readonly configuration: ReplicaConfiguration;
  readonly environment: Environment;
  readonly stateMachine: StateMachine;
  readonly observer: Observer;
}

/** What the world needs of a replica; `Replica` of cluster/vsr is one. */
export interface ReplicaUnderTest {
  open(): void;
  on(input: Input): void;
  state(): ReplicaState;
  digest(): string;
}

export type CreateReplica = (options: ReplicaOptions) => ReplicaUnderTest;

/** What a data file holds before its replica starts for the first time. */
export type FormatReplica = (options: {
  readonly cluster: bigint;
  readonly replica: number;
  readonly replicaCount: number;
  readonly configuration: ReplicaConfiguration;
}) => readonly { readonly zone: Zone; readonly offset: number; readonly data: Uint8Array }[];
