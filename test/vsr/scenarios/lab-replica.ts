import type { Core } from '../../../cluster/vsr/core.ts';
import type { Parts } from '../../../cluster/vsr/parts.ts';
import { Replica, type ReplicaOptions } from '../../../cluster/vsr/replica.ts';

/** A replica that lets itself be looked into: its core is put where its index is. */
export class LabReplica extends Replica {
  constructor(options: ReplicaOptions, cores: (Core | undefined)[]) {
    super(options);
    cores[options.replica] = caught as Core;
  }

  protected override createParts(core: Core): Parts {
    caught = core;
    return super.createParts(core);
  }
}

/** The core of the replica that was made last. */
let caught: Core | null = null;
