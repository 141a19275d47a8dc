import type { Checksum } from '../../harness/checksum.ts';
import type { Input, ReplicaState, Zone } from '../../harness/environment.ts';
import type { ReplicaConfiguration } from '../../harness/plan.ts';
import type { ReplicaVitals } from '../../harness/tracer.ts';
import type { ReplicaOptions } from '../vsr/replica.ts';

/** What the world needs of a replica; `Replica` of cluster/vsr is one. */
export interface ReplicaUnderTest {
  open(): void;
  on(input: Input): void;
  state(): ReplicaState;
  digest(): string;
  /** For whoever traces a run; one that has none is traced without. */
  vitals?(): ReplicaVitals;
}

export type CreateReplica = (options: ReplicaOptions) => ReplicaUnderTest;

/** What a data file holds before its replica starts for the first time. */
export type FormatReplica = (options: {
  readonly cluster: bigint;
  readonly replica: number;
  readonly replicaCount: number;
  readonly configuration: ReplicaConfiguration;
  readonly checksum: Checksum;
  readonly view?: number;
}) => readonly { readonly zone: Zone; readonly offset: number; readonly data: Uint8Array }[];
