import type { Environment } from '../../harness/environment.ts';
import type { ReplicaOptions } from '../vsr/replica.ts';
import { DiskMemory } from './disk-memory.ts';
import type { CreateReplica, ReplicaUnderTest } from './replica-under-test.ts';
import { SentMemory } from './sent-memory.ts';

/**
 * Stands at the seam between a replica and its machine, and holds what the replica tells others
 * against what its disk has told it. A promise must outlive a crash that comes at once: so a wrong
 * one is caught when it is given, and not only by the rare crash that breaks it.
 */
export class Promises {
  readonly #disks: DiskMemory[] = [];
  readonly #sent: SentMemory[] = [];
  readonly #broken: (replica: number, promise: string) => void;
  /** Who has broken a promise: once is enough. */
  readonly #known = new Set<number>();

  /** @param broken is told, in a sentence, of the first promise that a replica breaks */
  constructor(broken: (replica: number, promise: string) => void) {
    this.#broken = broken;
  }

  /** The same replica, with somebody who listens; what was heard outlives it. */
  watch(create: CreateReplica, options: ReplicaOptions): ReplicaUnderTest {
    const { replica, environment } = options;
    const disk = (this.#disks[replica] ??= new DiskMemory(options));
    const sent = (this.#sent[replica] ??= new SentMemory(options, disk));
    disk.begin(environment.storage);
    const { network } = environment;
    const watched: Environment = {
      ...environment,
      storage: disk,
      network: {
        sendToReplica: (receiver, message) => {
          const broken = sent.hear(message);
          if (broken !== null) this.#tell(replica, broken);
          network.sendToReplica(receiver, message);
        },
        sendToClient: (client, message) => network.sendToClient(client, message),
      },
    };
    const under = create({ ...options, environment: watched });
    return {
      open: () => under.open(),
      on: (input) => {
        disk.hear(input);
        under.on(input);
      },
      state: () => under.state(),
      digest: () => under.digest(),
      ...(under.vitals !== undefined && { vitals: under.vitals.bind(under) }),
    };
  }

  /** A lost replica's place was recovered: it promised nothing, from this view on. */
  recover(replica: number, view: number): void {
    this.#sent[replica]?.recover(view);
  }

  #tell(replica: number, broken: string): void {
    if (this.#known.has(replica)) return;
    this.#known.add(replica);
    this.#broken(replica, broken);
  }
}
