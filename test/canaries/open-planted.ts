import { openSimulated } from '../../cluster/simulated/open-simulated.ts';
import { Replica } from '../../cluster/vsr/replica.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { headerSize } from '../../harness/environment.ts';
import { Ledger } from '../../harness/ledger/ledger.ts';
import type { ClusterParts } from '../../harness/run.ts';
import type { Canary } from './canary.ts';

/** Opens the cluster that a plan describes, with the planted bug in its place; null for none. */
export function openPlanted(canary: Canary | null): (parts: ClusterParts) => Cluster {
  const createReplica = canary?.createReplica ?? ((options) => new Replica(options));
  return (parts) => {
    const messageBodySizeMax = parts.plan.cluster.configuration.messageSizeMax - headerSize;
    return openSimulated({
      ...parts,
      ...(canary?.format !== undefined && { format: canary.format }),
      stateMachine: () => new Ledger({ messageBodySizeMax }),
      createReplica: (options) => {
        const own = canary?.stateMachine?.(options.replica, messageBodySizeMax);
        return createReplica(own === undefined ? options : { ...options, stateMachine: own });
      },
    });
  };
}
